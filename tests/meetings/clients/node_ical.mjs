import ical from "PACKAGE";
import fs from "node:fs";
const { folders, first, last } = JSON.parse(fs.readFileSync(0, "utf8"));
const from = new Date(first), to = new Date(last);
const day = (d) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`;
function line(event, start, end, whole) {
  const before = new Date(end.getTime() - 86400000);
  const attendee = [event.attendee].flat()[0];
  return {
    title: event.summary.val ?? event.summary,
    starts: whole ? day(start) : start.toISOString().slice(0, 16),
    ends: whole ? day(before) : end.toISOString().slice(0, 16),
    organiser: (event.organizer.val ?? event.organizer).replace("mailto:", ""),
    answer: attendee.params.PARTSTAT,
  };
}
function show(text) {
  const events = Object.values(ical.sync.parseICS(text)).filter((one) => one.type === "VEVENT");
  return events.flatMap((event) =>
    ical.expandRecurringEvent(event, { from, to })
      .map((it) => line(it.event ?? event, it.start, it.end, it.isFullDay)));
}
const out = {};
for (const [name, files] of Object.entries(folders)) out[name] = files.flatMap(show);
console.log(JSON.stringify(out));
