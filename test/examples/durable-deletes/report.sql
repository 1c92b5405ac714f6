-- What became of each contact of a run: psql "$DATABASE_URL" --csv -v run=offboarding-7 -f report.sql
WITH results AS (SELECT workflow_uuid, output::jsonb -> 'json' AS result FROM dbos.workflow_output)
SELECT attributes ->> 'account' AS account, attributes ->> 'contact' AS contact,
  CASE status WHEN 'SUCCESS' THEN result ->> 'outcome' ELSE lower(status) END AS outcome,
  result ->> 'mayHaveBeenApplied' AS may_have_been_applied, result ->> 'error' AS error
FROM dbos.workflow_status LEFT JOIN results USING (workflow_uuid)
WHERE attributes @> jsonb_build_object('run', :'run') AND result ->> 'outcome' IS DISTINCT FROM 'again';
