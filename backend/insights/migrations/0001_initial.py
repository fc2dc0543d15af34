"""Tallies of tickets, updated by statement-level triggers and filled from the existing tickets."""

from django.conf import settings
from django.db import migrations, models

from postgres.zone_offsets import zone_offsets

# Frozen, like the whole migration. insights.models has the same bounds.
BUCKETS = (*range(16), *(step << octave for octave in range(1, 19) for step in range(8, 16)))
BUCKETS_SQL = f"'{{{','.join(map(str, BUCKETS))}}}'::int[]"

HELPERS = f"""
-- The time zone of the days, the moments at which its offset changes, and the offsets before, between and after, as
-- Python knows them. Functions, because the planner inlines their constants; ticket_tally_rebuild replaces them.
CREATE FUNCTION ticket_tally_zone() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'UTC'::text $$;
CREATE FUNCTION ticket_tally_changes() RETURNS float8[] LANGUAGE sql STABLE AS $$ SELECT '{{}}'::float8[] $$;
CREATE FUNCTION ticket_tally_offsets() RETURNS float8[] LANGUAGE sql STABLE AS $$ SELECT '{{0}}'::float8[] $$;

-- Not AT TIME ZONE: PostgreSQL has rules of its own, and lists and pages take theirs from Python.
CREATE FUNCTION ticket_tally_day(at timestamptz) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (at AT TIME ZONE 'UTC' + make_interval(secs =>
        (ticket_tally_offsets())[width_bucket(date_part('epoch', at), ticket_tally_changes()) + 1]))::date
$$;

CREATE FUNCTION ticket_tally_bucket(ms int) RETURNS int LANGUAGE sql IMMUTABLE
    AS $$ SELECT ({BUCKETS_SQL})[width_bucket(ms, {BUCKETS_SQL})] $$;

CREATE FUNCTION ticket_tally_fate(suggested text, present text) RETURNS text LANGUAGE sql IMMUTABLE
    AS $$ SELECT CASE WHEN suggested IS NULL THEN 'absent' WHEN suggested = present THEN 'stands' ELSE 'changed' END $$;

-- A slot that no other open transaction writes to, so that writers neither wait for each other nor deadlock. If all
-- sixteen are taken, it waits for the slot of its process, before it has changed any count. 7411: postgres/locks.py.
CREATE FUNCTION ticket_tally_slot() RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    home int := pg_backend_pid() % 16;
    slot int;
BEGIN
    FOR step IN 0..15 LOOP
        slot := (home + step) % 16;
        IF pg_try_advisory_xact_lock(7411, slot) THEN
            RETURN slot;
        END IF;
    END LOOP;
    PERFORM pg_advisory_xact_lock(7411, home);
    RETURN home;
END $$;
"""

COLUMNS = (
    "category, priority, status, created_at, suggested_by, suggested_category, suggested_priority, suggested_ms,"
    " suggested_text_changed"
)
DAY = "ticket_tally_day(created_at)"
SUGGESTED = "suggested_by IS NOT NULL AND NOT suggested_text_changed"
# For each table its key columns, their values, and the condition for a ticket to count.
TALLIES = {
    "insights_tickettally": ("category, priority, status", "category, priority, status", "true"),
    "insights_daytally": ("day, status", f"{DAY}, status", "true"),
    "insights_outcometally": (
        "day, source, category, priority, done",
        f"{DAY}, suggested_by, ticket_tally_fate(suggested_category, category),"
        " ticket_tally_fate(suggested_priority, priority), status IN ('resolved', 'closed')",
        SUGGESTED,
    ),
    "insights_latencytally": (
        "day, source, ms",
        f"{DAY}, suggested_by, ticket_tally_bucket(suggested_ms)",
        f"{SUGGESTED} AND suggested_ms IS NOT NULL",
    ),
}


def upserts(changes, slot):
    """One statement per tally. It adds the changes, summed and sorted by key."""
    return "".join(
        f"""
    INSERT INTO {table} AS kept ({keys}, slot, n)
    SELECT {values}, {slot}, sum(change) FROM ({changes}) AS changes WHERE {condition}
    GROUP BY {(order := ", ".join(str(place) for place in range(1, keys.count(",") + 2)))}
    HAVING sum(change) <> 0 ORDER BY {order}
    ON CONFLICT ({keys}, slot) DO UPDATE SET n = kept.n + excluded.n;
"""
        for table, (keys, values, condition) in TALLIES.items()
    )


ADDED = f"SELECT {COLUMNS}, 1 AS change FROM added"
REMOVED = f"SELECT {COLUMNS}, -1 AS change FROM removed"


def trigger(event, tables, changes):
    name = f"ticket_tally_{event.lower()}"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine int := ticket_tally_slot();
BEGIN
{upserts(changes, "mine")}
    RETURN NULL;
END $$;

CREATE TRIGGER {name} AFTER {event} ON tickets_ticket REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


EMPTY = "".join(f"    DELETE FROM {table};\n" for table in TALLIES)
EVERYTHING = f"SELECT {COLUMNS}, 1 AS change FROM tickets_ticket"

CREATE = f"""
{HELPERS}
{trigger("INSERT", "NEW TABLE AS added", ADDED)}
{trigger("UPDATE", "NEW TABLE AS added OLD TABLE AS removed", f"{ADDED} UNION ALL {REMOVED}")}
{trigger("DELETE", "OLD TABLE AS removed", REMOVED)}
-- TRUNCATE does not fire the DELETE trigger.
CREATE FUNCTION ticket_tally_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{EMPTY}
    RETURN NULL;
END $$;

CREATE TRIGGER ticket_tally_truncate AFTER TRUNCATE ON tickets_ticket
    FOR EACH STATEMENT EXECUTE FUNCTION ticket_tally_truncate();

-- Rebuilds all counts by the days of that zone. Writers wait for it; readers see the old counts until it commits.
CREATE FUNCTION ticket_tally_rebuild(zone text, changes float8[], offsets float8[]) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    IF (cardinality(offsets) = cardinality(changes) + 1 AND array_position(offsets, NULL) IS NULL) IS NOT TRUE THEN
        RAISE 'one offset more than changes is needed, before the first change' USING ERRCODE = 'array_subscript_error';
    END IF;
    LOCK TABLE tickets_ticket IN SHARE ROW EXCLUSIVE MODE;
    EXECUTE format('CREATE OR REPLACE FUNCTION ticket_tally_zone() RETURNS text LANGUAGE sql STABLE AS %L',
                   format('SELECT %L::text', zone));
    EXECUTE format('CREATE OR REPLACE FUNCTION ticket_tally_changes() RETURNS float8[] LANGUAGE sql STABLE AS %L',
                   format('SELECT %L::float8[]', changes));
    EXECUTE format('CREATE OR REPLACE FUNCTION ticket_tally_offsets() RETURNS float8[] LANGUAGE sql STABLE AS %L',
                   format('SELECT %L::float8[]', offsets));
{EMPTY}
{upserts(EVERYTHING, "0")}
END $$;

-- Counts change often. Free space on their pages allows HOT updates, which do not touch the index.
{"".join(f"ALTER TABLE {table} SET (fillfactor = 50);" for table in TALLIES)}
"""

DROP = """
DROP TRIGGER ticket_tally_insert ON tickets_ticket;
DROP TRIGGER ticket_tally_update ON tickets_ticket;
DROP TRIGGER ticket_tally_delete ON tickets_ticket;
DROP TRIGGER ticket_tally_truncate ON tickets_ticket;
DROP FUNCTION ticket_tally_insert(), ticket_tally_update(), ticket_tally_delete(), ticket_tally_truncate(),
    ticket_tally_rebuild(text, float8[], float8[]), ticket_tally_slot(), ticket_tally_day(timestamptz),
    ticket_tally_zone(), ticket_tally_changes(), ticket_tally_offsets(), ticket_tally_bucket(int), ticket_tally_fate(text, text);
"""

RULES = zone_offsets(settings.TIME_ZONE)
ZONE = [settings.TIME_ZONE, RULES.changes, RULES.offsets]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DayTally",
            fields=[
                ("slot", models.SmallIntegerField()),
                ("n", models.BigIntegerField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day", "status", "slot", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("status", models.CharField(max_length=16)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LatencyTally",
            fields=[
                ("slot", models.SmallIntegerField()),
                ("n", models.BigIntegerField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day", "source", "ms", "slot", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("source", models.CharField(max_length=16)),
                ("ms", models.IntegerField(help_text="lower bound of the bucket")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutcomeTally",
            fields=[
                ("slot", models.SmallIntegerField()),
                ("n", models.BigIntegerField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "day",
                        "source",
                        "category",
                        "priority",
                        "done",
                        "slot",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("source", models.CharField(max_length=16)),
                (
                    "category",
                    models.CharField(
                        choices=[("absent", "Not suggested"), ("stands", "As suggested"), ("changed", "Changed")],
                        max_length=16,
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("absent", "Not suggested"), ("stands", "As suggested"), ("changed", "Changed")],
                        max_length=16,
                    ),
                ),
                ("done", models.BooleanField(help_text="resolved or closed")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TicketTally",
            fields=[
                ("slot", models.SmallIntegerField()),
                ("n", models.BigIntegerField()),
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "category",
                        "priority",
                        "status",
                        "slot",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("category", models.CharField(max_length=16)),
                ("priority", models.CharField(max_length=16)),
                ("status", models.CharField(max_length=16)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL(CREATE, DROP),
        migrations.RunSQL([("SELECT ticket_tally_rebuild(%s, %s, %s)", ZONE)], migrations.RunSQL.noop),
    ]
