-- The tables of job.yaml in PostgreSQL, and what runs statements on them.
CREATE TYPE item AS (sku text, price numeric(10,2), qty int);
CREATE TABLE events (
    id bigint NOT NULL, s text, p text, i int, k int, b bigint, h smallint, x float8, r float4, m numeric(10,2), d4 numeric(18,4), w numeric(38,10),
    d date, t timestamptz, u timestamptz, ex timestamptz, ed date, ok boolean, li int[], ls text[], items item[],
    js text, nt text, dx text, bt text, g text, n int, uid text);
CREATE TABLE campaigns (uid text, campaign text, budget numeric(10,2), since date);

-- The rows of a statement as JSON, or "error" with the reason.
CREATE FUNCTION rows_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE rows text;
BEGIN
    EXECUTE 'SELECT coalesce(''['' || string_agg(row_to_json(q)::text, '','') || '']'', ''[]'') FROM (' || statement || E'\n) q' INTO rows;
    RETURN rows;
EXCEPTION WHEN OTHERS THEN
    RETURN '"error" ' || SQLSTATE || ' ' || replace(SQLERRM, E'\n', ' ');
END $$;

-- The value of an expression for each event, in the order of id, as a JSON list; "error" where it fails.
CREATE FUNCTION values_of(expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE vals text; event bigint; one text; state text; reason text; failed int := 0;
BEGIN
    EXECUTE 'SELECT ''['' || string_agg(coalesce(to_json(v)::text, ''null''), '','' ORDER BY id) || '']'' FROM (SELECT id, (' || expression || E'\n) AS v FROM events) q' INTO vals;
    RETURN vals;
EXCEPTION WHEN OTHERS THEN
    vals := '';
    FOR event IN SELECT id FROM events ORDER BY id LOOP
        BEGIN
            EXECUTE 'SELECT coalesce(to_json(v)::text, ''null'') FROM (SELECT (' || expression || E'\n) AS v FROM events WHERE id = $1) q' INTO one USING event;
        EXCEPTION WHEN OTHERS THEN
            one := '"error"'; state := SQLSTATE; reason := SQLERRM; failed := failed + 1;
        END;
        vals := vals || ',' || one;
    END LOOP;
    IF failed = (SELECT count(*) FROM events) THEN
        RETURN '"error" ' || state || ' ' || replace(reason, E'\n', ' ');
    END IF;
    RETURN '[' || substr(vals, 2) || ']';
END $$;
