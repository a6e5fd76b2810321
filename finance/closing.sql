-- The set-based statements that freeze a half-month. Parameters: cutoff, now, half_month.

-- name: forget
DROP TABLE IF EXISTS pg_temp.finance_closing

-- name: gather
-- What stands and is not paid, of structures whose account receives money: their bookings are locked. The account was
-- accepted at the cut-off and still is; the structure was attached at the cut-off by the very link that is open now.
CREATE TEMPORARY TABLE finance_closing ON COMMIT DROP AS
SELECT e.id AS entry_id, e.booking_id, e.venue_id, link.bank_account_id, e.gross_cents, e.due_cents, true AS stands
FROM finance_venuebanklink link
JOIN finance_bankaccount account ON account.id = link.bank_account_id
JOIN bookings_booking b ON b.venue_id = link.venue_id AND b.status = 'used'
JOIN offers_slot s ON s.id = b.slot_id
JOIN finance_entry e ON e.booking_id = b.id
WHERE link.period @> %(cutoff)s AND (upper_inf(link.period) OR upper(link.period) > %(now)s)
  AND link.payable_from <= %(cutoff)s
  AND account.status = 'accepted' AND account.decided_at <= %(cutoff)s
  AND e.validated_at < %(cutoff)s AND (s.starts_at IS NULL OR s.starts_at < %(cutoff)s)
  AND e.mirrors_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM finance_entry undone WHERE undone.mirrors_id = e.id)
  AND NOT EXISTS (
    SELECT 1 FROM finance_transferline l JOIN finance_transfer t ON t.id = l.transfer_id
    WHERE l.entry_id = e.id AND t.status <> 'rejected'
  )
FOR NO KEY UPDATE OF b

-- name: settle_down
-- Nothing moves any more. What was taken back while the locks were waited for leaves.
DELETE FROM finance_closing c
WHERE EXISTS (SELECT 1 FROM finance_entry undone WHERE undone.mirrors_id = c.entry_id)
   OR EXISTS (
    SELECT 1 FROM bookings_bookingtransition t
    WHERE t.booking_id = c.booking_id AND t.event IN ('use', 'unuse')
      AND NOT EXISTS (SELECT 1 FROM finance_entry e WHERE e.transition_id = t.id)
  )

-- name: take_back
-- Mirrors of what was paid by an earlier transfer weigh on the account that the structure is paid on now.
INSERT INTO finance_closing (entry_id, booking_id, venue_id, bank_account_id, gross_cents, due_cents, stands)
SELECT e.id, e.booking_id, e.venue_id, link.bank_account_id, e.gross_cents, e.due_cents, false
FROM finance_entry e
JOIN finance_transferline paid ON paid.entry_id = e.mirrors_id
JOIN finance_transfer live ON live.id = paid.transfer_id AND live.status <> 'rejected'
JOIN finance_venuebanklink link ON link.venue_id = e.venue_id
JOIN finance_bankaccount account ON account.id = link.bank_account_id
WHERE e.mirrors_id IS NOT NULL
  AND link.period @> %(cutoff)s AND (upper_inf(link.period) OR upper(link.period) > %(now)s)
  AND link.payable_from <= %(cutoff)s
  AND account.status = 'accepted' AND account.decided_at <= %(cutoff)s
  AND NOT EXISTS (
    SELECT 1 FROM finance_transferline l JOIN finance_transfer t ON t.id = l.transfer_id
    WHERE l.entry_id = e.id AND t.status <> 'rejected'
  )

-- name: accounts
SELECT bank_account_id, sum(due_cents)::bigint, sum(gross_cents)::bigint, count(*) FILTER (WHERE stands)
FROM finance_closing
GROUP BY bank_account_id
HAVING sum(due_cents) > 0
ORDER BY bank_account_id

-- name: lines
INSERT INTO finance_transferline (transfer_id, entry_id, venue_id, round)
SELECT t.id, c.entry_id, c.venue_id,
       1 + coalesce((SELECT max(l.round) FROM finance_transferline l WHERE l.entry_id = c.entry_id), 0)
FROM finance_closing c
JOIN finance_transfer t ON t.bank_account_id = c.bank_account_id AND t.half_month_id = %(half_month)s
ORDER BY t.id, c.entry_id

-- name: bookings
-- Bookings that the half-month pays.
SELECT e.booking_id
FROM finance_transferline l
JOIN finance_transfer t ON t.id = l.transfer_id
JOIN finance_entry e ON e.id = l.entry_id
WHERE t.half_month_id = %(half_month)s AND e.mirrors_id IS NULL
ORDER BY e.booking_id
