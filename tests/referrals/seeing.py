"""Who of the world's people reaches a referral."""

from casework.kit.errors import NotVisible
from tests.referrals.making import door

EVERYBODY = (
    *("host", "soc", "ame", "norsjo", "af", "af2", "fk", "psykiatri", "lsg", "granskare", "admin"),
)


def seen_by(world, referral):
    return {who for who in EVERYBODY if sees(world, referral, who)}


def sees(world, referral, who):
    try:
        return bool(door(world, referral, who))
    except NotVisible:
        return False
