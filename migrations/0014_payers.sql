-- Of billing accounts only what choosing a payer takes is kept any more. What was stored before held people's addresses, tax
-- numbers and cards; it is read anew.
DELETE FROM snapshots WHERE family = 'billing';
