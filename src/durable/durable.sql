-- The workers' shared tables beside the engine's: the time at which each account, and the token (the row without a name), may
-- be sent its next request, and the time until which each worker's last sign of life holds. Times are ms of the database's clock.
SELECT pg_advisory_xact_lock(hashtextextended('truto_deletes', 0));

CREATE SCHEMA IF NOT EXISTS truto_deletes;

CREATE TABLE IF NOT EXISTS truto_deletes.pace (
  name text PRIMARY KEY,
  next float8 NOT NULL DEFAULT 0,   -- earliest start of its next request
  pause float8 NOT NULL DEFAULT 0,  -- time between two requests since an answer that speaks against sending more
  since float8 NOT NULL DEFAULT 0   -- when the last such answer came
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS truto_deletes.alive (executor text PRIMARY KEY, until float8 NOT NULL);

CREATE OR REPLACE FUNCTION truto_deletes.clock() RETURNS float8 LANGUAGE sql VOLATILE
AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8';

-- Reserves a moment for each account that may be sent its next request in less than `lead` ms, as far as the token's
-- limit allows. The account that has waited longest comes first.
CREATE OR REPLACE FUNCTION truto_deletes.reserve(accounts text[], spacing float8, token_spacing float8, lead float8)
RETURNS TABLE (account text, start float8, wait float8, pause float8) LANGUAGE plpgsql AS $$
DECLARE
  now float8;
  own truto_deletes.pace;
  token truto_deletes.pace;
BEGIN
  INSERT INTO truto_deletes.pace (name) SELECT unnest(array_append(accounts, '')) ORDER BY 1 ON CONFLICT DO NOTHING;
  SELECT * INTO token FROM truto_deletes.pace WHERE name = '' FOR UPDATE;
  now := truto_deletes.clock();
  FOR own IN
    SELECT * FROM truto_deletes.pace WHERE name = ANY (accounts) AND next < now + lead ORDER BY next FOR UPDATE
  LOOP
    EXIT WHEN token.next > now + lead;
    account := own.name;
    start := greatest(own.next, token.next, now + lead / 2);
    wait := start - now;
    pause := own.pause;
    RETURN NEXT;
    token.next := greatest(token.next, now) + token_spacing;
    UPDATE truto_deletes.pace SET next = start + greatest(spacing, own.pause) WHERE name = own.name;
  END LOOP;
  UPDATE truto_deletes.pace SET next = token.next WHERE name = '';
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

-- Records a sign of life of a worker, which holds for `silence` ms.
CREATE OR REPLACE FUNCTION truto_deletes.live(worker text, silence float8) RETURNS void LANGUAGE sql AS $$
  INSERT INTO truto_deletes.alive VALUES (worker, truto_deletes.clock() + silence)
  ON CONFLICT (executor) DO UPDATE SET until = EXCLUDED.until
$$;

-- Assigns abandoned contacts to the worker, which queues them again: those of workers without a sign of life, and those
-- assigned to the worker itself that it never began, as happens when the database restarts. Contacts that were assigned less
-- than `silence` ms ago stay. Workers of all versions may take a contact without a version.
CREATE OR REPLACE FUNCTION truto_deletes.take_over(worker text, running text[], silence float8) RETURNS SETOF text
LANGUAGE sql AS $$
  UPDATE dbos.workflow_status SET executor_id = worker, application_version = NULL
  WHERE queue_name = 'truto-deletes' AND status = 'PENDING' AND workflow_uuid <> ALL (running)
    AND started_at_epoch_ms < truto_deletes.clock() - silence
    AND (executor_id = worker OR NOT EXISTS (
      SELECT FROM truto_deletes.alive WHERE executor = executor_id AND until > truto_deletes.clock()
    ))
  RETURNING workflow_uuid
$$;
