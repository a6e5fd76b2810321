-- What every derived figure should be, beside what it is. Each statement gives (object, expected, found) where they differ.

-- name: year_total
-- The running revenue of a structure's year is the sum of its entries.
SELECT coalesce(y.venue_id, e.venue_id) || ' ' || coalesce(y.year, e.year),
       coalesce(e.gross, 0), coalesce(y.gross_cents, 0)
FROM finance_yeartotal y
FULL JOIN (
  SELECT venue_id, year, sum(gross_cents)::bigint AS gross FROM finance_entry GROUP BY venue_id, year
) e ON e.venue_id = y.venue_id AND e.year = y.year
WHERE coalesce(e.gross, 0) <> coalesce(y.gross_cents, 0)
ORDER BY 1

-- name: entry_gross
-- An entry is worth its booking, with the sign of its move.
SELECT e.id::text, (CASE WHEN e.mirrors_id IS NULL THEN 1 ELSE -1 END) * b.total_cents, e.gross_cents
FROM finance_entry e JOIN bookings_booking b ON b.id = e.booking_id
WHERE e.gross_cents <> (CASE WHEN e.mirrors_id IS NULL THEN 1 ELSE -1 END) * b.total_cents
ORDER BY e.id

-- name: entry_due
-- What is due follows the rate that the entry names, rounded half up.
SELECT e.id::text, sign(e.gross_cents)::bigint * ((abs(e.gross_cents) * e.basis_points + 5000) / 10000), e.due_cents
FROM finance_entry e
WHERE e.due_cents <> sign(e.gross_cents)::bigint * ((abs(e.gross_cents) * e.basis_points + 5000) / 10000)
ORDER BY e.id

-- name: entry_mirror
-- A mirror and what it mirrors come to nothing.
SELECT m.id::text, -e.due_cents, m.due_cents
FROM finance_entry m JOIN finance_entry e ON e.id = m.mirrors_id
WHERE m.due_cents <> -e.due_cents OR m.gross_cents <> -e.gross_cents OR m.booking_id <> e.booking_id
ORDER BY m.id

-- name: entry_standing
-- A booking that is paid, or about to be, has one entry that stands.
SELECT b.id::text, 1, count(e.id)
FROM bookings_booking b
LEFT JOIN finance_entry e ON e.booking_id = b.id AND e.mirrors_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM finance_entry m WHERE m.mirrors_id = e.id)
WHERE b.status IN ('reimbursing', 'reimbursed')
GROUP BY b.id
HAVING count(e.id) <> 1
ORDER BY b.id

-- name: transfer_due
-- A transfer is the sum of its lines.
SELECT t.id::text, coalesce(sum(e.due_cents), 0)::bigint, t.amount_cents
FROM finance_transfer t
LEFT JOIN finance_transferline l ON l.transfer_id = t.id
LEFT JOIN finance_entry e ON e.id = l.entry_id
GROUP BY t.id
HAVING coalesce(sum(e.due_cents), 0) <> t.amount_cents
ORDER BY t.id

-- name: transfer_count
-- A transfer counts its bookings.
SELECT t.id::text, count(e.id), t.booking_count
FROM finance_transfer t
LEFT JOIN finance_transferline l ON l.transfer_id = t.id
LEFT JOIN finance_entry e ON e.id = l.entry_id AND e.mirrors_id IS NULL
GROUP BY t.id
HAVING count(e.id) <> t.booking_count
ORDER BY t.id

-- name: transfer_gross
-- The gross of a transfer is that of its lines.
SELECT t.id::text, coalesce(sum(e.gross_cents), 0)::bigint, t.gross_cents
FROM finance_transfer t
LEFT JOIN finance_transferline l ON l.transfer_id = t.id
LEFT JOIN finance_entry e ON e.id = l.entry_id
GROUP BY t.id
HAVING coalesce(sum(e.gross_cents), 0) <> t.gross_cents
ORDER BY t.id

-- name: file_total
-- A file is the sum of its transfers.
SELECT f.id::text, coalesce(sum(t.amount_cents), 0)::bigint, f.total_cents
FROM finance_bankfile f LEFT JOIN finance_transfer t ON t.bank_file_id = f.id
GROUP BY f.id
HAVING coalesce(sum(t.amount_cents), 0) <> f.total_cents OR count(t.id) <> f.count
ORDER BY f.id

-- name: paid_twice
-- An entry is on one live transfer at most.
SELECT l.entry_id::text, 1, count(*)
FROM finance_transferline l JOIN finance_transfer t ON t.id = l.transfer_id AND t.status <> 'rejected'
GROUP BY l.entry_id
HAVING count(*) > 1
ORDER BY l.entry_id

-- name: booking_state
-- A booking reads what became of its money: bookings on issued transfers are being reimbursed, on executed ones they are.
SELECT b.id::text,
       CASE t.status WHEN 'issued' THEN 'reimbursing' WHEN 'executed' THEN 'reimbursed' ELSE 'used' END, b.status
FROM bookings_booking b
LEFT JOIN (
  SELECT DISTINCT e.booking_id, t.status
  FROM finance_entry e
  JOIN finance_transferline l ON l.entry_id = e.id
  JOIN finance_transfer t ON t.id = l.transfer_id AND t.status <> 'rejected'
  WHERE e.mirrors_id IS NULL AND NOT EXISTS (SELECT 1 FROM finance_entry m WHERE m.mirrors_id = e.id)
) t ON t.booking_id = b.id
WHERE (t.status IS NULL AND b.status IN ('reimbursing', 'reimbursed'))
   OR (t.status = 'issued' AND b.status <> 'reimbursing')
   OR (t.status = 'executed' AND b.status <> 'reimbursed')
ORDER BY b.id

-- name: repair_year_totals
UPDATE finance_yeartotal y
SET gross_cents = coalesce(e.gross, 0)
FROM finance_yeartotal known
LEFT JOIN (
  SELECT venue_id, year, sum(gross_cents)::bigint AS gross FROM finance_entry GROUP BY venue_id, year
) e ON e.venue_id = known.venue_id AND e.year = known.year
WHERE known.id = y.id AND y.gross_cents <> coalesce(e.gross, 0)

-- name: lost_year_totals
INSERT INTO finance_yeartotal (venue_id, year, gross_cents)
SELECT e.venue_id, e.year, sum(e.gross_cents)
FROM finance_entry e
WHERE NOT EXISTS (SELECT 1 FROM finance_yeartotal y WHERE y.venue_id = e.venue_id AND y.year = e.year)
GROUP BY e.venue_id, e.year
ON CONFLICT DO NOTHING
