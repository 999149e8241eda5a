-- The imports of Kazakhstan in a file of lines, as a person writes it: see naive.py, which makes measure, member and rate.

CREATE TABLE line AS
  SELECT l.*, row_number() OVER () AS place,
         round(l.value * r.rate + CASE WHEN l.incoterm IN ('EXW', 'FCA', 'FAS', 'FOB') THEN round(coalesce(l.freight, 0) * r.rate, 2) ELSE 0 END, 2)
           ::DECIMAL(19, 2) AS cv
  FROM read_parquet(getvariable('lines')) l JOIN rate r ON r.day = l.on AND r.currency = l.currency
  WHERE l.jurisdiction = 'KZ' AND l.regime = 'import';

CREATE TABLE fits AS
  SELECT l.line_id, m.*, CASE WHEN m.origin = l.origin THEN 3 WHEN m.origin = '*' THEN 1 ELSE 2 END AS near
  FROM line l JOIN measure m
    ON starts_with(l.code, m.prefix) AND l.on BETWEEN m.valid_from AND m.valid_to AND list_has_all(l.proofs, m.proofs)
   AND (m.origin IN ('*', l.origin) OR EXISTS (FROM member g WHERE g.name = m.origin AND g.state = l.origin));

CREATE TABLE kept AS
  SELECT * FROM fits f WHERE NOT EXISTS (FROM fits o WHERE o.line_id = f.line_id AND o.kind = f.kind AND list_contains(o.replaces, f.id) AND o.told);

CREATE TABLE best AS
  SELECT *, bool_and(told) OVER (PARTITION BY line_id, kind) AS known
  FROM (SELECT * FROM kept QUALIFY row_number() OVER (PARTITION BY line_id, kind, scheme ORDER BY told, length(prefix) DESC, own DESC, valid_from DESC) = 1)
  QUALIFY row_number() OVER (PARTITION BY line_id, kind ORDER BY near DESC) = 1;

CREATE MACRO quantity(net, unit, n, asked) AS CASE asked WHEN 'KGM' THEN net WHEN '' THEN 1 WHEN unit THEN n END::DECIMAL(12, 3);
CREATE MACRO form(base, rate, s, fx, q) AS base * rate + CASE WHEN s = 0 THEN 0 ELSE s * fx * q END;

CREATE TABLE priced AS
  SELECT b.line_id, b.kind, b.id, CASE WHEN known THEN rate1 END AS rate1, rate2, currency2, greatest, sum1, sum2,
         coalesce(r1.rate, 1)::DECIMAL(19, 4) AS fx1, coalesce(r2.rate, 1)::DECIMAL(19, 4) AS fx2,
         quantity(l.net_mass, l.unit, l.quantity, b.unit1) AS q1, quantity(l.net_mass, l.unit, l.quantity, b.unit2) AS q2
  FROM best b JOIN line l USING (line_id)
  LEFT JOIN rate r1 ON r1.day = l.on AND r1.currency = b.currency1 LEFT JOIN rate r2 ON r2.day = l.on AND r2.currency = b.currency2;

CREATE MACRO worth(base, p) AS
  round(CASE WHEN p.currency2 IS NULL THEN form(base, p.rate1, p.sum1, p.fx1, p.q1)
             WHEN form(base, p.rate1, p.sum1, p.fx1, p.q1) + form(base, p.rate2, p.sum2, p.fx2, p.q2) IS NULL THEN NULL
             WHEN p.greatest THEN greatest(form(base, p.rate1, p.sum1, p.fx1, p.q1), form(base, p.rate2, p.sum2, p.fx2, p.q2))
             ELSE least(form(base, p.rate1, p.sum1, p.fx1, p.q1), form(base, p.rate2, p.sum2, p.fx2, p.q2)) END, 2)::DECIMAL(19, 2);
CREATE MACRO freed(line, what) AS EXISTS (FROM best r WHERE r.line_id = line AND r.kind = 'relief' AND list_contains(r.frees, what));

CREATE TABLE charged AS
  WITH duties AS (
    SELECT l.*, CASE WHEN freed(l.line_id, 'customs_duty') THEN 0 WHEN d.id IS NOT NULL THEN worth(l.cv, d) END::DECIMAL(19, 2) AS customs_duty,
           CASE WHEN s.id IS NULL OR freed(l.line_id, 'safeguard') THEN 0 ELSE worth(l.cv, s) END::DECIMAL(19, 2) AS safeguard,
           CASE WHEN a.id IS NULL OR freed(l.line_id, 'anti_dumping') THEN 0 ELSE worth(l.cv, a) END::DECIMAL(19, 2) AS anti_dumping,
           CASE WHEN c.id IS NULL OR freed(l.line_id, 'countervailing') THEN 0 ELSE worth(l.cv, c) END::DECIMAL(19, 2) AS countervailing,
           CASE WHEN y.id IS NULL THEN 0 ELSE worth(l.cv, y) END::DECIMAL(19, 2) AS recycling_fee,
           CASE WHEN NOT freed(l.line_id, 'customs_duty') THEN d.id END AS duty_id, s.id AS safeguard_id, a.id AS anti_dumping_id,
           c.id AS countervailing_id
    FROM line l LEFT JOIN priced d ON d.line_id = l.line_id AND d.kind = 'customs_duty'
    LEFT JOIN priced s ON s.line_id = l.line_id AND s.kind = 'safeguard'
    LEFT JOIN priced a ON a.line_id = l.line_id AND a.kind = 'anti_dumping'
    LEFT JOIN priced c ON c.line_id = l.line_id AND c.kind = 'countervailing'
    LEFT JOIN priced y ON y.line_id = l.line_id AND y.kind = 'recycling_fee'),
  excised AS (
    SELECT l.*, CASE WHEN e.id IS NULL THEN 0 ELSE worth((l.cv + l.customs_duty)::DECIMAL(19, 2), e) END::DECIMAL(19, 2) AS excise,
           CASE WHEN NOT freed(l.line_id, 'fee') THEN f.id END AS fee_id, CASE WHEN NOT freed(l.line_id, 'fee') THEN f.sum1 END AS lump
    FROM duties l LEFT JOIN priced e ON e.line_id = l.line_id AND e.kind = 'excise' LEFT JOIN priced f ON f.line_id = l.line_id AND f.kind = 'fee'),
  weighed AS (
    SELECT *, (cv * 100)::HUGEINT AS w, sum((cv * 100)::HUGEINT) OVER same AS all_w, (lump * 100)::HUGEINT AS whole
    FROM excised WINDOW same AS (PARTITION BY consignment_id, lump IS NULL)),
  shared AS (
    SELECT *, (whole * w) // all_w AS part, (whole * w) % all_w AS rest FROM weighed),
  feed AS (
    SELECT *, coalesce((part + CASE WHEN row_number() OVER (PARTITION BY consignment_id, lump IS NULL ORDER BY rest DESC, place)
                                   <= whole - sum(part) OVER (PARTITION BY consignment_id, lump IS NULL) THEN 1 ELSE 0 END)::DECIMAL(19, 0) * 0.01, 0)
              ::DECIMAL(19, 2) AS fee FROM shared)
  SELECT l.*, v.id AS vat_id,
         worth((cv + customs_duty + safeguard + anti_dumping + countervailing + excise + fee)::DECIMAL(19, 2), v) AS vat
  FROM feed l LEFT JOIN priced v ON v.line_id = l.line_id AND v.kind = 'vat';

CREATE TABLE answer AS
  SELECT customs_duty + safeguard + anti_dumping + countervailing + excise + fee + vat + recycling_fee AS total, *,
         list_filter([duty_id, safeguard_id, anti_dumping_id, countervailing_id, fee_id, vat_id], lambda id: id IS NOT NULL) AS measures,
         list_filter([CASE WHEN customs_duty IS NULL THEN 'customs_duty' END, CASE WHEN excise IS NULL THEN 'excise' END,
                      CASE WHEN vat IS NULL THEN 'vat' END], lambda kind: kind IS NOT NULL) AS unknown
  FROM charged;
