"""The rule table as migration 0003 puts it into the database. Later changes need a migration of their own.

What staff add to these tables goes through triggers that run with the owner's rights, so staff need no right to change
a row. Everything that can be checked in SQL is checked here: that the bytes a person signed are those which the
database builds from its own rows, that a passkey's challenge is their SHA-256, that signers hold accounts of case
workers and are different people, and that the comparisons carry the identification. Whether a signature was made by the
key that it names is checked before it is kept, and again whenever somebody asks (`deciding.verifying`).
"""

# Canonical JSON as `bureau.ledger.encoding.canonical_json` writes it; numbers are whole, everything else is text.
CANONICAL = r"""
CREATE FUNCTION identification_canonical(what jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF jsonb_typeof(what) = 'object' THEN
        RETURN '{' || coalesce((
            SELECT string_agg(to_json(key)::text || ':' || identification_canonical(value), ','
                ORDER BY key COLLATE "C")
            FROM jsonb_each(what)), '') || '}';
    ELSIF jsonb_typeof(what) = 'array' THEN
        RETURN '[' || coalesce((
            SELECT string_agg(identification_canonical(value), ',' ORDER BY place)
            FROM jsonb_array_elements(what) WITH ORDINALITY AS one (value, place)), '') || ']';
    END IF;
    RETURN what::text;
END
$$;
"""

# The prior is one among all who might be meant: as many as are missed, lie unnamed, or were compared, and never fewer
# than 1,000, because no list is complete. See docs/decisions/014.
FINDINGS = r"""
CREATE FUNCTION identification_finding(its_sought bigint, its_found bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    weight record;
    among bigint;
    odds double precision;
BEGIN
    SELECT w.log10_lr, w.loci, w.inconsistent, f.label AS family, s.label AS sample, r.id AS search, r.families,
        r.bodies INTO weight
        FROM identification_kinshipweight w JOIN identification_family f ON f.id = w.family_id
        JOIN identification_sample s ON s.id = w.sample_id JOIN identification_search r ON r.id = w.search_id
        WHERE f.sought_id = its_sought AND s.record_id = its_found ORDER BY w.loci DESC, w.log10_lr, w.id LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT greatest(1000, weight.families, weight.bodies, count(*) FILTER (WHERE kind = 'missing'),
        count(*) FILTER (WHERE kind = 'remains')) INTO among FROM registry_record WHERE kind IN ('missing', 'remains');
    odds := weight.log10_lr - log(among::double precision);
    RETURN jsonb_build_object('family', weight.family, 'sample', weight.sample, 'search', weight.search,
        'loci', weight.loci, 'inconsistent', weight.inconsistent, 'among', among,
        'log10_lr', to_char(weight.log10_lr::numeric, 'FM99999990.0000'),
        -- Nine digits, never rounded up to certainty.
        'posterior', to_char(least(0.999999999,
            trunc((1 / (1 + power(10::double precision, greatest(-300, least(300, -odds)))))::numeric, 9)),
            'FM0.000000000'));
END
$$;
"""

# What suffices, by the kind of the found record: the one rule table.
STANDING = r"""
CREATE FUNCTION identification_standing(its_sought bigint, its_found bigint, its_kind text) RETURNS text
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    agree text[];
    finding jsonb := identification_finding(its_sought, its_found);
    contradicted boolean;
BEGIN
    SELECT coalesce(array_agg(identifier) FILTER (WHERE verdict = 'consistent' AND (identifier <> 'dna'
            OR finding IS NOT NULL AND (finding ->> 'posterior')::numeric >= 0.9995)), '{}'),
        coalesce(bool_or(verdict = 'inconsistent-inexplicable'), false)
        INTO agree, contradicted FROM (
            SELECT DISTINCT ON (identifier) identifier, verdict FROM identification_comparison
            WHERE sought_id = its_sought AND found_id = its_found ORDER BY identifier, id DESC) newest;
    IF contradicted THEN
        RETURN 'excluded';
    ELSIF agree = '{}' THEN
        RETURN 'open';
    ELSIF agree && ARRAY['dna', 'dental', 'fingerprints'] THEN
        RETURN 'established';
    ELSIF its_kind = 'dead' AND agree @> ARRAY['documents', 'name'] AND agree && ARRAY['birth', 'service'] THEN
        RETURN 'established';
    ELSIF its_kind = 'prisoner' AND 'name' = ANY (agree) AND ('documents' = ANY (agree) OR 'testimony' = ANY (agree)
        AND agree && ARRAY['birth', 'service', 'place', 'medical', 'traits']) THEN
        RETURN 'established';
    END IF;
    RETURN 'possible';
END
$$;
"""

DECISION = r"""
CREATE FUNCTION identification_record(its_record bigint) RETURNS jsonb
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT jsonb_build_object('record', r.public_id, 'kind', r.kind, 'source', s.name,
        'source_record', r.source_record_id, 'birth_date', r.birth_date,
        'names', (SELECT coalesce(jsonb_agg(n.value ORDER BY n.kind <> 'primary', n.id), '[]')
            FROM registry_name n WHERE n.record_id = r.id))
    FROM registry_record r JOIN registry_source s ON s.id = r.source_id WHERE r.id = its_record
$$;

CREATE FUNCTION identification_decision(it identification_identification) RETURNS bytea
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT convert_to(identification_canonical(jsonb_build_object(
        'format', 'antigone-identification/1', 'identification', it.public_id, 'rule', it.rule, 'basis', it.basis,
        'because', it.because, 'proposed_by', it.proposed_by, 'proposed_on', to_char(it.proposed_on, 'YYYY-MM-DD'),
        'sought', identification_record(it.sought_id), 'found', identification_record(it.found_id),
        'board', CASE WHEN it.basis = 'board' THEN jsonb_build_object('document', it.document,
            'sha256', it.document_sha256, 'members', to_jsonb(it.members)) END,
        'comparisons', (SELECT coalesce(jsonb_agg(jsonb_build_object('number', c.id, 'identifier', c.identifier,
                'verdict', c.verdict, 'grounds', c.grounds, 'evidence', c.evidence, 'finding', c.finding, 'by', c.by,
                'on', to_char(c."on", 'YYYY-MM-DD')) ORDER BY c.identifier COLLATE "C"), '[]')
            FROM (SELECT DISTINCT ON (identifier) * FROM identification_comparison
                WHERE sought_id = it.sought_id AND found_id = it.found_id ORDER BY identifier, id DESC) c)
        )), 'UTF8')
$$;

-- What a person signs. A rescission names the decision by its SHA-256.
CREATE FUNCTION identification_statement(it identification_identification, act text, by text, because text)
    RETURNS bytea LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT convert_to(identification_canonical(CASE WHEN act = 'rescind' THEN jsonb_build_object('act', act, 'by', by,
            'because', because, 'identification', it.public_id, 'decision_sha256', encode(sha256(it.decision), 'hex'))
        ELSE jsonb_build_object('act', act, 'by', by, 'decision', convert_from(it.decision, 'UTF8')::jsonb)
        END), 'UTF8')
$$;
"""
