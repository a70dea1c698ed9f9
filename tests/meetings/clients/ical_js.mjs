import ICAL from "PACKAGE";
import fs from "node:fs";
const { folders, first, last } = JSON.parse(fs.readFileSync(0, "utf8"));
const from = new Date(first), until = new Date(last);
const utc = (t) => t.toJSDate().toISOString().slice(0, 16);
const dayBefore = (t) => { const d = t.clone(); d.addDuration(ICAL.Duration.fromString("-P1D")); return d.toString(); };
const when = (s, e) => (s.isDate ? [s.toString(), dayBefore(e)] : [utc(s), utc(e)]);
function line(item, start, end) {
  const [starts, ends] = when(start, end);
  const who = item.component.getFirstProperty("attendee");
  return {
    title: item.summary, starts, ends,
    organiser: item.organizer.replace("mailto:", ""),
    answer: who.getParameter("partstat"),
  };
}
const inside = (start) => start.toJSDate() >= from && start.toJSDate() <= until;
function show(text) {
  const whole = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of whole.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const all = whole.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  const main = all.find((one) => !one.isRecurrenceException());
  const apart = all.filter((one) => one !== main);
  if (!main) return apart.map((one) => line(one, one.startDate, one.endDate));
  for (const one of apart) main.relateException(one);
  if (!main.isRecurring()) return [line(main, main.startDate, main.endDate)];
  const found = [], days = main.iterator();
  for (let day = days.next(); day; day = days.next()) {
    const it = main.getOccurrenceDetails(day);
    if (inside(it.startDate)) found.push(line(it.item, it.startDate, it.endDate));
  }
  return found;
}
const out = {};
for (const [name, files] of Object.entries(folders)) out[name] = files.flatMap(show);
console.log(JSON.stringify(out));
