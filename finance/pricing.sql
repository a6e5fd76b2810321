-- The set-based statements that price validations. Parameters: now, venues, years, subcategories, groups.
-- A move is a `use`, or an `unuse` whose `use` is priced already or priced by the same run.

-- name: pending
-- Structures with moves that are not priced, and how many.
SELECT t.venue_id, count(*)
FROM bookings_bookingtransition t
WHERE t.event IN ('use', 'unuse') AND t.recorded_at <= %(now)s AND t.at <= %(now)s
  AND NOT EXISTS (SELECT 1 FROM finance_entry e WHERE e.transition_id = t.id)
GROUP BY t.venue_id
ORDER BY t.venue_id

-- name: years
-- (structure, year in Paris) pairs that the pending moves of some structures fall in.
SELECT DISTINCT
  t.venue_id, extract(year FROM coalesce(taken.at, t.at) AT TIME ZONE 'Europe/Paris')::int
FROM bookings_bookingtransition t
LEFT JOIN LATERAL (
  SELECT u.at FROM bookings_bookingtransition u
  WHERE t.event = 'unuse' AND u.booking_id = t.booking_id AND u.id < t.id AND u.event = 'use'
  ORDER BY u.id DESC LIMIT 1
) taken ON true
WHERE t.venue_id = ANY(%(venues)s)
  AND t.event IN ('use', 'unuse') AND t.recorded_at <= %(now)s AND t.at <= %(now)s
  AND NOT EXISTS (SELECT 1 FROM finance_entry e WHERE e.transition_id = t.id)
ORDER BY 1, 2

-- name: open
INSERT INTO finance_yeartotal (venue_id, year, gross_cents)
SELECT venue_id, year, 0 FROM unnest(%(venues)s::bigint[], %(years)s::int[]) AS wanted (venue_id, year)
ORDER BY venue_id, year
ON CONFLICT DO NOTHING

-- name: lock
SELECT y.id
FROM finance_yeartotal y
JOIN unnest(%(venues)s::bigint[], %(years)s::int[]) AS wanted (venue_id, year)
  ON wanted.venue_id = y.venue_id AND wanted.year = y.year
ORDER BY y.venue_id, y.year
FOR UPDATE OF y

-- name: price
WITH locked AS MATERIALIZED (
  SELECT y.venue_id, y.year, y.gross_cents
  FROM finance_yeartotal y
  JOIN unnest(%(venues)s::bigint[], %(years)s::int[]) AS wanted (venue_id, year)
    ON wanted.venue_id = y.venue_id AND wanted.year = y.year
), scale_of AS (
  SELECT subcategory, scale_group
  FROM unnest(%(subcategories)s::text[], %(groups)s::text[]) AS m (subcategory, scale_group)
), moves AS (
  SELECT t.id, t.booking_id, t.venue_id, t.event = 'use' AS is_use,
         coalesce(taken.id, t.id) AS use_id, coalesce(taken.at, t.at) AS validated_at,
         (coalesce(taken.at, t.at) AT TIME ZONE 'Europe/Paris')::date AS day
  FROM bookings_bookingtransition t
  LEFT JOIN LATERAL (
    SELECT u.id, u.at, u.recorded_at FROM bookings_bookingtransition u
    WHERE t.event = 'unuse' AND u.booking_id = t.booking_id AND u.id < t.id AND u.event = 'use'
    ORDER BY u.id DESC LIMIT 1
  ) taken ON true
  WHERE t.venue_id = ANY(%(venues)s)
    AND t.event IN ('use', 'unuse') AND t.recorded_at <= %(now)s AND t.at <= %(now)s
    AND NOT EXISTS (SELECT 1 FROM finance_entry e WHERE e.transition_id = t.id)
    AND (
      t.event = 'use'
      OR (taken.recorded_at <= %(now)s AND taken.at <= %(now)s)
      OR EXISTS (SELECT 1 FROM finance_entry e WHERE e.transition_id = taken.id)
    )
), running AS MATERIALIZED (
  SELECT nextval(pg_get_serial_sequence('finance_entry', 'id')) AS entry_id,
         m.id, m.booking_id, m.venue_id, m.is_use, m.use_id, m.validated_at, m.day, l.year, b.offer_id,
         CASE WHEN m.is_use THEN b.total_cents ELSE -b.total_cents END::bigint AS gross,
         (l.gross_cents + sum(CASE WHEN m.is_use THEN b.total_cents ELSE -b.total_cents END) OVER (
           PARTITION BY m.venue_id, l.year ORDER BY m.id ROWS UNBOUNDED PRECEDING
         ))::bigint AS revenue
  FROM moves m
  JOIN locked l ON l.venue_id = m.venue_id
    AND l.year = extract(year FROM m.day)::int
  JOIN bookings_booking b ON b.id = m.booking_id
), uses AS MATERIALIZED (
  SELECT r.*, band.id AS band_id, band.basis_points,
         (r.gross * band.basis_points + 5000) / 10000 AS due
  FROM running r
  JOIN offers_offer o ON o.id = r.offer_id
  LEFT JOIN scale_of ON scale_of.subcategory = o.subcategory
  LEFT JOIN LATERAL (
    SELECT s.id, s.basis_points FROM finance_scaleband s
    WHERE s."group" = scale_of.scale_group AND s.above_cents < r.revenue
      AND s.valid_from <= r.day AND (s.valid_until IS NULL OR r.day < s.valid_until)
    ORDER BY s.above_cents DESC, s.valid_from DESC LIMIT 1
  ) band ON true
  WHERE r.is_use
), mirrors AS (
  SELECT r.*,
         coalesce(u.entry_id, e.id) AS mirrored_id,
         coalesce(u.band_id, e.band_id) AS band_id,
         coalesce(u.basis_points, e.basis_points) AS basis_points,
         coalesce(u.due, e.due_cents) AS due
  FROM running r
  LEFT JOIN uses u ON u.id = r.use_id
  LEFT JOIN finance_entry e ON e.transition_id = r.use_id
  WHERE NOT r.is_use
), inserted AS (
  INSERT INTO finance_entry (
    id, transition_id, booking_id, venue_id, mirrors_id, band_id, basis_points,
    gross_cents, due_cents, forgone_cents, year, revenue_cents, validated_at, priced_at
  )
  SELECT entry_id, id, booking_id, venue_id, NULL::bigint, band_id, basis_points,
         gross, due, gross - due, year, revenue, validated_at, %(now)s
  FROM uses
  UNION ALL
  SELECT entry_id, id, booking_id, venue_id, mirrored_id, band_id, basis_points,
         gross, -due, gross + due, year, revenue, validated_at, %(now)s
  FROM mirrors
  RETURNING venue_id, year, gross_cents
), moved AS (
  UPDATE finance_yeartotal y
  SET gross_cents = y.gross_cents + d.gross
  FROM (SELECT venue_id, year, sum(gross_cents) AS gross FROM inserted GROUP BY venue_id, year) d
  WHERE y.venue_id = d.venue_id AND y.year = d.year
)
SELECT count(*) FROM inserted
