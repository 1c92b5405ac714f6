-- The workers' shared tables beside the engine's: the time at which each account, and the token (the row without a name), may
-- be sent its next request, and a number that each living worker increases. Times are ms of the database's clock.
SELECT pg_advisory_xact_lock(hashtextextended('truto_deletes', 0));

CREATE SCHEMA IF NOT EXISTS truto_deletes;

CREATE TABLE IF NOT EXISTS truto_deletes.workers (
  executor text PRIMARY KEY,
  beats bigint NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS truto_deletes.pace (
  name text PRIMARY KEY,
  next float8 NOT NULL DEFAULT 0,   -- earliest start of its next request
  pause float8 NOT NULL DEFAULT 0,  -- time between two requests since an answer that speaks against sending more
  since float8 NOT NULL DEFAULT 0   -- when the last such answer came
) WITH (fillfactor = 50);

CREATE OR REPLACE FUNCTION truto_deletes.clock() RETURNS float8 LANGUAGE sql VOLATILE
AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8';

-- Reserves the next moment at which a contact of the account may be sent, if it is less than `lead` ms away.
-- Otherwise `start` is null, and `again` is the number of ms after which to ask again.
CREATE OR REPLACE FUNCTION truto_deletes.turn(
  workflow text, account text, cancelled_by text, spacing float8, token_spacing float8, lead float8
) RETURNS TABLE (start float8, wait float8, again float8, pause float8, cancelled boolean, noted boolean)
LANGUAGE plpgsql AS $$
DECLARE
  now float8;
  own truto_deletes.pace;
  token truto_deletes.pace;
BEGIN
  INSERT INTO truto_deletes.pace (name) VALUES (''), (account) ON CONFLICT DO NOTHING;
  SELECT * INTO token FROM truto_deletes.pace WHERE name = '' FOR UPDATE;
  SELECT * INTO own FROM truto_deletes.pace WHERE name = account FOR UPDATE;
  now := truto_deletes.clock();
  cancelled := EXISTS (SELECT FROM dbos.workflow_status WHERE workflow_uuid = cancelled_by);
  noted := EXISTS (SELECT FROM dbos.operation_outputs WHERE workflow_uuid = workflow);
  IF own.next <= now + lead AND NOT cancelled THEN
    start := greatest(own.next, token.next, now + lead / 2);
    own.next := start + greatest(spacing, own.pause);
    UPDATE truto_deletes.pace SET next = greatest(token.next, now) + token_spacing WHERE name = '';
    UPDATE truto_deletes.pace SET next = own.next WHERE name = account;
  END IF;
  RETURN QUERY SELECT start, start - now, own.next - lead - now, own.pause, cancelled, noted;
END $$;

-- Records an answer that begins or extends a pause: no request for `delay` ms, or for a time that grows with each in a row.
-- Returns the pause; null for a request that was sent before the last such answer, as that is no news.
CREATE OR REPLACE FUNCTION truto_deletes.slow(account text, sent float8, delay float8) RETURNS float8
LANGUAGE plpgsql AS $$
DECLARE own truto_deletes.pace;
BEGIN
  SELECT * INTO own FROM truto_deletes.pace WHERE name = account FOR UPDATE;
  IF own.since > sent THEN RETURN NULL; END IF;
  own.pause := coalesce(delay, least(60000, greatest(50, own.pause * 4)));
  own.since := truto_deletes.clock();
  UPDATE truto_deletes.pace
  SET pause = own.pause, since = own.since, next = greatest(own.next, own.since + own.pause)
  WHERE name = account;
  RETURN own.pause;
END $$;

-- Records a definite answer. It ends a pause that began before its request was sent.
CREATE OR REPLACE FUNCTION truto_deletes.resume(account text, sent float8) RETURNS void LANGUAGE sql AS $$
  UPDATE truto_deletes.pace SET pause = 0, next = least(next, truto_deletes.clock())
  WHERE name = account AND since <= sent
$$;

-- Increases the worker's number, and returns the numbers of all workers.
CREATE OR REPLACE FUNCTION truto_deletes.beat(worker text) RETURNS SETOF truto_deletes.workers LANGUAGE sql AS $$
  INSERT INTO truto_deletes.workers VALUES (worker) ON CONFLICT (executor) DO UPDATE SET beats = workers.beats + 1;
  SELECT * FROM truto_deletes.workers
$$;
