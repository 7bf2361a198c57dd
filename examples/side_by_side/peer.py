"""The same questions to DuckDB: reads a task as JSON, answers with counts and milliseconds as JSON."""

import json
import statistics
import sys
import time

import duckdb

task = json.load(sys.stdin)
con = duckdb.connect()
con.execute("SET enable_progress_bar = false")
con.execute(f"SET threads TO {int(task['threads'])}")


def timed(sql):
    begun = time.perf_counter()
    rows = con.execute(sql).fetchall()
    return (time.perf_counter() - begun) * 1e3, rows


def asked(of):
    """Median milliseconds, and the sums of what each question counts."""
    times, sums = [], []
    for window in task["windows"]:
        took, rows = timed(of(window))
        times.append(took)
        sums.append(sum(row[-1] for row in rows))
    return {"ms": statistics.median(times), "worst_ms": max(times), "sums": sums}


answer = {"version": duckdb.__version__}
path = task["csv"].replace("'", "''")
answer["csv_ms"], _ = timed(f"CREATE TABLE events AS SELECT * FROM read_csv('{path}')")
parquet = path + ".parquet"
con.execute(f"COPY events TO '{parquet}' (FORMAT parquet)")
answer["parquet_ms"], _ = timed(f"CREATE TABLE again AS SELECT * FROM '{parquet}'")
con.execute("DROP TABLE again")

# Prepared as well as it can be: cells and days as small numbers, in the order of time.
answer["prepare_ms"], _ = timed(
    """
    CREATE TABLE spots AS SELECT
        floor((longitude + 180) / 360 * 64)::USMALLINT AS x,
        floor((0.5 - ln(tan(pi() / 4 + radians(latitude) / 2)) / (2 * pi())) * 64)::USMALLINT AS y,
        epoch(event_date)::BIGINT AS begin_s,
        epoch(coalesce(end_date, event_date))::BIGINT + 86400 AS end_s,
        event_type, actor1, notes
    FROM events ORDER BY begin_s
    """
)
meets = "begin_s < {1} AND end_s > {0}"
grid = "SELECT x, y, count(*) FROM spots WHERE {} GROUP BY x, y"
actor = " AND actor1 = '" + task["actor"].replace("'", "''") + "'"
answer["grid"] = asked(lambda window: grid.format(meets.format(*window)))
answer["category"] = asked(
    lambda window: grid.format(meets.format(*window) + " AND event_type = 'Protests'")
)
answer["actor"] = asked(lambda window: grid.format(meets.format(*window) + actor))
answer["text_ms"], found = timed("SELECT count(*) FROM spots WHERE notes ILIKE '%grain store%'")
answer["text_found"] = found[0][0]
json.dump(answer, sys.stdout)
