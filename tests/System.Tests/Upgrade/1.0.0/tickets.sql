SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE FUNCTION public.notify_ticket_events() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_notify('ticket_events', '');
    return null;
end $$;
CREATE FUNCTION public.ticket_gram_estimate(text) RETURNS bigint
    LANGUAGE plpgsql STRICT
    AS $_$
declare plan json;
begin
    execute format('explain (format json) select from tickets where ticket_grams(search_text) @> %L::text[]', ticket_query_grams($1))
    into plan;
    return (plan->0->'Plan'->>'Plan Rows')::float8::bigint;
end $_$;
CREATE FUNCTION public.ticket_grams(text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT COST 10000 PARALLEL SAFE
    AS $_$
    select chars || array(select a || b from unnest(chars, chars[2:]) as pair(a, b) where b is not null)
    from (select string_to_array($1, null) as chars) split
$_$;
CREATE FUNCTION public.ticket_query_grams(text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
    select case when cardinality(chars) = 1 then chars
                else array(select a || b from unnest(chars, chars[2:]) as pair(a, b) where b is not null) end
    from (select string_to_array(lower($1), null) as chars) split
$_$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public."__EFMigrationsHistory" (
    migration_id character varying(150) NOT NULL,
    product_version character varying(32) NOT NULL
);
CREATE TABLE public.assignments (
    id uuid NOT NULL,
    current_state character varying(30) NOT NULL,
    ticket_id uuid NOT NULL,
    ticket_no text NOT NULL,
    wanted_technician_id uuid,
    center_id uuid,
    appointment_date date NOT NULL,
    appointment_time time without time zone NOT NULL,
    product_model text,
    actor_user_id uuid,
    actor_name character varying(100) NOT NULL,
    actor_role character varying(20) NOT NULL,
    client_address character varying(45),
    tries integer NOT NULL,
    rounds integer NOT NULL,
    candidates_json jsonb NOT NULL,
    technician_id uuid,
    reason character varying(50),
    requested_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    timeout_token uuid
);
CREATE TABLE public.audit_logs (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_user_id uuid,
    actor_name character varying(100) NOT NULL,
    actor_role character varying(20) NOT NULL,
    action character varying(30) NOT NULL,
    ticket_id uuid,
    ticket_no character varying(10),
    client_address character varying(45),
    result character varying(50) NOT NULL,
    details_json jsonb NOT NULL
);
CREATE TABLE public.idempotency_keys (
    scope character varying(300) NOT NULL,
    key character varying(128) NOT NULL,
    request_hash character varying(64) NOT NULL,
    status_code integer,
    body text,
    content_type text,
    location text,
    etag text,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.inbox_message (
    message_id uuid NOT NULL,
    consumer_id uuid NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.outbox_message (
    seq bigint NOT NULL,
    message_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    not_before timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    schedule_token uuid,
    destination text NOT NULL,
    routing_key text,
    mandatory boolean NOT NULL,
    content_type text NOT NULL,
    body text NOT NULL,
    headers text NOT NULL,
    correlation_id uuid,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    parked_at timestamp with time zone
);
ALTER TABLE public.outbox_message ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_message_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.service_centers (
    id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    regions text[] NOT NULL
);
CREATE TABLE public.technician_cards (
    id uuid NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    center_id uuid,
    is_active boolean NOT NULL
);
CREATE TABLE public.ticket_events (
    id uuid NOT NULL,
    sequence bigint NOT NULL,
    ticket_id uuid NOT NULL,
    action character varying(20) NOT NULL,
    actor_user_id uuid,
    actor_name character varying(100) NOT NULL,
    actor_role character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    from_status character varying(16),
    to_status character varying(16) NOT NULL,
    version integer NOT NULL,
    details_json jsonb NOT NULL
);
ALTER TABLE public.ticket_events ALTER COLUMN sequence ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ticket_events_sequence_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ticket_images (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    type character varying(20) NOT NULL,
    content_type character varying(50) NOT NULL,
    size bigint NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    checksum_sha256 character varying(64) NOT NULL,
    uploaded_by character varying(100) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL
);
CREATE TABLE public.tickets (
    id uuid NOT NULL,
    ticket_no character varying(10) NOT NULL,
    status character varying(16) NOT NULL,
    version integer NOT NULL,
    customer_name character varying(100) NOT NULL,
    customer_phone_hash character varying(64) NOT NULL,
    customer_phone_masked character varying(20) NOT NULL,
    customer_phone_encrypted character varying(200) NOT NULL,
    address character varying(400) NOT NULL,
    issue_desc character varying(4000) NOT NULL,
    center_id uuid,
    product_model character varying(200),
    appointment_date date NOT NULL,
    appointment_time time without time zone NOT NULL,
    technician_id uuid,
    assignment_id uuid,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    completed_at timestamp with time zone,
    canceled_reason character varying(1000),
    search_text text GENERATED ALWAYS AS (lower((((((((((ticket_no)::text || '
'::text) || (customer_name)::text) || '
'::text) || (address)::text) || '
'::text) || (issue_desc)::text) || '
'::text) || (customer_phone_masked)::text))) STORED NOT NULL,
    CONSTRAINT ck_tickets_assigned CHECK ((((status)::text <> ALL ((ARRAY['ASSIGNED'::character varying, 'IN_PROGRESS'::character varying, 'COMPLETED'::character varying])::text[])) OR (technician_id IS NOT NULL))),
    CONSTRAINT ck_tickets_canceled CHECK ((((status)::text = 'CANCELED'::text) = (canceled_reason IS NOT NULL))),
    CONSTRAINT ck_tickets_completed CHECK ((((status)::text = 'COMPLETED'::text) = (completed_at IS NOT NULL))),
    CONSTRAINT ck_tickets_number CHECK (((ticket_no)::text ~ '^TK[0-9A-HJKMNP-TV-Z]{8}$'::text)),
    CONSTRAINT ck_tickets_status CHECK (((status)::text = ANY ((ARRAY['BOOKED'::character varying, 'CONFIRMED'::character varying, 'ASSIGNED'::character varying, 'IN_PROGRESS'::character varying, 'COMPLETED'::character varying, 'CANCELED'::character varying])::text[]))),
    CONSTRAINT ck_tickets_technician CHECK (((technician_id IS NULL) = (assignment_id IS NULL))),
    CONSTRAINT ck_tickets_version CHECK ((version > 0))
);
INSERT INTO public."__EFMigrationsHistory" VALUES ('20261124000548_Initial', '10.0.15');
INSERT INTO public.assignments VALUES ('01a21388-45de-7be7-ac50-43aaea9c2ecd', 'Assigned', '01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', NULL, '01900000-0000-7000-8000-00000000c001', '2026-11-28', '09:30:00', '冰箱', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', '127.0.0.1', 1, 0, '[{"Load7d": 0, "SameCenter": true, "TechnicianId": "01900000-0000-7000-8000-00000000a001", "LastAssignedAt": null}, {"Load7d": 0, "SameCenter": true, "TechnicianId": "01900000-0000-7000-8000-00000000a002", "LastAssignedAt": null}, {"Load7d": 0, "SameCenter": false, "TechnicianId": "01900000-0000-7000-8000-00000000a003", "LastAssignedAt": null}]', '01900000-0000-7000-8000-00000000a001', NULL, '2026-11-25 16:27:07.614059+00', '2026-11-25 16:27:12.960199+00', '2026-11-25 16:27:12.907252+00', NULL);
INSERT INTO public.assignments VALUES ('01a21388-604c-7445-bddd-bc339ae2b434', 'Assigned', '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', NULL, '01900000-0000-7000-8000-00000000c002', '2026-11-28', '13:00:00', '热水器', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', '127.0.0.1', 1, 0, '[{"Load7d": 0, "SameCenter": true, "TechnicianId": "01900000-0000-7000-8000-00000000a003", "LastAssignedAt": null}, {"Load7d": 0, "SameCenter": false, "TechnicianId": "01900000-0000-7000-8000-00000000a002", "LastAssignedAt": null}, {"Load7d": 1, "SameCenter": false, "TechnicianId": "01900000-0000-7000-8000-00000000a001", "LastAssignedAt": "2026-11-25T16:27:12.128776+00:00"}]', '01900000-0000-7000-8000-00000000a003', NULL, '2026-11-25 16:27:14.380003+00', '2026-11-25 16:27:14.896932+00', '2026-11-25 16:27:14.895434+00', NULL);
INSERT INTO public.assignments VALUES ('01a21388-673b-7cbb-afbf-e87b13c66814', 'Assigned', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', NULL, '01900000-0000-7000-8000-00000000c001', '2026-11-29', '14:30:00', '油烟机', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', '127.0.0.1', 1, 0, '[{"Load7d": 1, "SameCenter": true, "TechnicianId": "01900000-0000-7000-8000-00000000a001", "LastAssignedAt": "2026-11-25T16:27:12.128776+00:00"}, {"Load7d": 1, "SameCenter": false, "TechnicianId": "01900000-0000-7000-8000-00000000a003", "LastAssignedAt": "2026-11-25T16:27:14.792331+00:00"}]', '01900000-0000-7000-8000-00000000a001', NULL, '2026-11-25 16:27:16.155793+00', '2026-11-25 16:27:17.138013+00', '2026-11-25 16:27:17.119318+00', NULL);
INSERT INTO public.audit_logs VALUES ('01a21388-1061-7f9b-9342-9e4c8360995e', '2026-11-25 16:26:53.921239+00', NULL, 'customer', 'customer', 'BOOKED', '01a21388-1061-79e4-8b50-7108d858a5bb', 'TKA38EXEBP', NULL, 'done', '{"appointmentDate": "2026-11-27", "appointmentTime": "10:30"}');
INSERT INTO public.audit_logs VALUES ('01a21388-0a39-7fb7-b44d-e4dba6fbe00a', '2026-11-25 16:26:52.345304+00', NULL, 'customer', 'customer', 'BOOKED', '01a21388-0a39-7c94-881d-c2c685aeccb4', 'TKANX0QZC1', NULL, 'done', '{"appointmentDate": "2026-11-27", "appointmentTime": "09:00"}');
INSERT INTO public.audit_logs VALUES ('01a21388-34d0-7b93-8d37-b244fd9f96ca', '2026-11-25 16:27:03.24876+00', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', 'CONFIRMED', '01a21388-1061-79e4-8b50-7108d858a5bb', 'TKA38EXEBP', '127.0.0.1', 'done', '{}');
INSERT INTO public.audit_logs VALUES ('01a21388-3773-7b96-92d3-01e3f2dd0ef4', '2026-11-25 16:27:03.923615+00', NULL, 'customer', 'customer', 'BOOKED', '01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', NULL, 'done', '{"appointmentDate": "2026-11-28", "appointmentTime": "09:30"}');
INSERT INTO public.audit_logs VALUES ('01a21388-42a9-72cd-b43c-dde2db7c9f27', '2026-11-25 16:27:06.793056+00', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', 'CONFIRMED', '01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', '127.0.0.1', 'done', '{}');
INSERT INTO public.audit_logs VALUES ('01a21388-5a7f-7a44-a1c0-45505374d31f', '2026-11-25 16:27:12.895908+00', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', 'ASSIGNED', '01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', '127.0.0.1', 'done', '{"mode": "automatic", "load7d": 0, "sameCenter": true, "assignmentId": "01a21388-45de-7be7-ac50-43aaea9c2ecd", "technicianId": "01900000-0000-7000-8000-00000000a001", "technicianName": "张伟", "formerTechnicianId": null, "formerTechnicianName": null}');
INSERT INTO public.audit_logs VALUES ('01a21388-5cd0-719f-bfca-b407aeaf6d94', '2026-11-25 16:27:13.488939+00', NULL, 'customer', 'customer', 'BOOKED', '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', NULL, 'done', '{"appointmentDate": "2026-11-28", "appointmentTime": "13:00"}');
INSERT INTO public.audit_logs VALUES ('01a21388-5f0d-7d88-8463-65b25fb421d6', '2026-11-25 16:27:14.061994+00', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', 'CONFIRMED', '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', '127.0.0.1', 'done', '{}');
INSERT INTO public.audit_logs VALUES ('01a21388-624f-7933-8265-caec400154f2', '2026-11-25 16:27:14.895317+00', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', 'ASSIGNED', '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', '127.0.0.1', 'done', '{"mode": "automatic", "load7d": 0, "sameCenter": true, "assignmentId": "01a21388-604c-7445-bddd-bc339ae2b434", "technicianId": "01900000-0000-7000-8000-00000000a003", "technicianName": "王芳", "formerTechnicianId": null, "formerTechnicianName": null}');
INSERT INTO public.audit_logs VALUES ('01a21388-6501-766f-9a60-7959612459dd', '2026-11-25 16:27:15.585728+00', '01a21387-e0d6-7c80-b8e5-132b0344feb2', 'tech3', 'technician', 'STARTED', '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', '127.0.0.1', 'done', '{}');
INSERT INTO public.audit_logs VALUES ('01a21388-659d-74a6-8dd8-c7ee79c479a9', '2026-11-25 16:27:15.741224+00', NULL, 'customer', 'customer', 'BOOKED', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', NULL, 'done', '{"appointmentDate": "2026-11-29", "appointmentTime": "14:30"}');
INSERT INTO public.audit_logs VALUES ('01a21388-6604-79bc-afec-06e3c95942c1', '2026-11-25 16:27:15.844371+00', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', 'CONFIRMED', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', '127.0.0.1', 'done', '{}');
INSERT INTO public.audit_logs VALUES ('01a21388-6aff-7a46-95b1-e86b704f9e49', '2026-11-25 16:27:17.119218+00', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', 'ASSIGNED', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', '127.0.0.1', 'done', '{"mode": "automatic", "load7d": 1, "sameCenter": true, "assignmentId": "01a21388-673b-7cbb-afbf-e87b13c66814", "technicianId": "01900000-0000-7000-8000-00000000a001", "technicianName": "张伟", "formerTechnicianId": null, "formerTechnicianName": null}');
INSERT INTO public.audit_logs VALUES ('01a21388-6c88-755e-9bc6-ed6b337113f0', '2026-11-25 16:27:17.51278+00', '01a21387-d95a-7a38-a81e-296b2474fdb0', 'tech1', 'technician', 'STARTED', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', '127.0.0.1', 'done', '{}');
INSERT INTO public.audit_logs VALUES ('01a21388-880b-7696-b018-ebe098f5144a', '2026-11-25 16:27:24.555854+00', NULL, 'tech1', 'technician', 'RECEIPT_UPLOADED', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', NULL, 'done', '{"type": "RECEIPT", "imageId": "01a21388-880b-730a-8502-fccaa1953fbb", "checksumSha256": "c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b"}');
INSERT INTO public.audit_logs VALUES ('01a21388-9607-768d-a704-165779197492', '2026-11-25 16:27:28.135528+00', '01a21387-d95a-7a38-a81e-296b2474fdb0', 'tech1', 'technician', 'COMPLETED', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', '127.0.0.1', 'done', '{}');
INSERT INTO public.idempotency_keys VALUES ('01a21387-cfb7-7ef3-ae18-2dd79d2abc90 POST /API/TICKETS/01A21388-1061-79E4-8B50-7108D858A5BB/CONFIRM', 'demo-confirm', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-1061-77f9-962b-13bc2aab6dc6","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:26:53.921239Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-27","appointmentTime":"10:30"}},{"id":"01a21388-34d0-79b5-9346-223056d898bf","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:03.24876Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}}],"images":[],"id":"01a21388-1061-79e4-8b50-7108d858a5bb","ticketNo":"TKA38EXEBP","status":"CONFIRMED","version":2,"customerName":"林女士","customerPhoneMasked":"138****8002","address":"浙江省杭州市滨江区江南大道 228 号 1 单元 901 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"洗衣机","issueDesc":"洗衣机脱水时噪音很大。","appointmentDate":"2026-11-27","appointmentTime":"10:30","technicianId":null,"technicianName":null,"createdAt":"2026-11-25T16:26:53.921239Z","updatedAt":"2026-11-25T16:27:03.24876Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"2"', '2026-11-25 16:27:02.764959+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-cfb7-7ef3-ae18-2dd79d2abc90 POST /API/TICKETS/01A21388-3773-73C6-9773-3EB0E219CC14/CONFIRM', 'demo-confirm', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-3773-7dc5-8cff-9248601bb197","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:03.923615Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-28","appointmentTime":"09:30"}},{"id":"01a21388-42a9-7064-af5d-cef1c0d78369","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:06.793056Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}}],"images":[],"id":"01a21388-3773-73c6-9773-3eb0e219cc14","ticketNo":"TK2S4Z8657","status":"CONFIRMED","version":2,"customerName":"赵先生","customerPhoneMasked":"138****8003","address":"浙江省杭州市拱墅区莫干山路 511 号 8 幢 1203 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"冰箱","issueDesc":"冰箱冷藏室结冰，温度调不低。","appointmentDate":"2026-11-28","appointmentTime":"09:30","technicianId":null,"technicianName":null,"createdAt":"2026-11-25T16:27:03.923615Z","updatedAt":"2026-11-25T16:27:06.793056Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"2"', '2026-11-25 16:27:06.707438+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-cfb7-7ef3-ae18-2dd79d2abc90 POST /API/TICKETS/01A21388-659D-79DB-B3C3-69B9DE7829B0/CONFIRM', 'demo-confirm', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-659d-75b2-8a69-19062859b3a7","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:15.741224Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-29","appointmentTime":"14:30"}},{"id":"01a21388-6604-7e58-b65b-77b303b27e50","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:15.844371Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}}],"images":[],"id":"01a21388-659d-79db-b3c3-69b9de7829b0","ticketNo":"TK66WFW9DR","status":"CONFIRMED","version":2,"customerName":"周先生","customerPhoneMasked":"138****8005","address":"浙江省杭州市余杭区文一西路 998 号 5 幢 301 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"油烟机","issueDesc":"油烟机吸力不足，漏油。","appointmentDate":"2026-11-29","appointmentTime":"14:30","technicianId":null,"technicianName":null,"createdAt":"2026-11-25T16:27:15.741224Z","updatedAt":"2026-11-25T16:27:15.844371Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"2"', '2026-11-25 16:27:15.83967+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-d31e-7ed8-955d-d317099fec8f POST /API/TICKETS/01A21388-3773-73C6-9773-3EB0E219CC14/ASSIGN', 'demo-assign', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-3773-7dc5-8cff-9248601bb197","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:03.923615Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-28","appointmentTime":"09:30"}},{"id":"01a21388-42a9-7064-af5d-cef1c0d78369","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:06.793056Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}},{"id":"01a21388-5a7f-77af-a352-6d2ee92fe5c2","action":"ASSIGNED","actor":"ops","actorRole":"ops_manager","at":"2026-11-25T16:27:12.895908Z","fromStatus":"CONFIRMED","toStatus":"ASSIGNED","details":{"mode":"automatic","load7d":0,"sameCenter":true,"assignmentId":"01a21388-45de-7be7-ac50-43aaea9c2ecd","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","formerTechnicianId":null,"formerTechnicianName":null}}],"images":[],"id":"01a21388-3773-73c6-9773-3eb0e219cc14","ticketNo":"TK2S4Z8657","status":"ASSIGNED","version":3,"customerName":"赵先生","customerPhoneMasked":"138****8003","address":"浙江省杭州市拱墅区莫干山路 511 号 8 幢 1203 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"冰箱","issueDesc":"冰箱冷藏室结冰，温度调不低。","appointmentDate":"2026-11-28","appointmentTime":"09:30","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","createdAt":"2026-11-25T16:27:03.923615Z","updatedAt":"2026-11-25T16:27:12.895908Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"3"', '2026-11-25 16:27:07.192454+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-cfb7-7ef3-ae18-2dd79d2abc90 POST /API/TICKETS/01A21388-5CD0-7D78-BB64-CD7C2CD99EF4/CONFIRM', 'demo-confirm', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-5cd0-7cea-a90c-8041b0ac9e4c","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:13.488939Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-28","appointmentTime":"13:00"}},{"id":"01a21388-5f0d-7d78-ac2f-683558c10e6d","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:14.061994Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}}],"images":[],"id":"01a21388-5cd0-7d78-bb64-cd7c2cd99ef4","ticketNo":"TKMTBXXBDM","status":"CONFIRMED","version":2,"customerName":"孙女士","customerPhoneMasked":"138****8004","address":"上海市浦东新区张杨路 620 号 15 楼","centerId":"01900000-0000-7000-8000-00000000c002","centerName":"美大上海服务中心","productModel":"热水器","issueDesc":"燃气热水器点火失败，报 E1。","appointmentDate":"2026-11-28","appointmentTime":"13:00","technicianId":null,"technicianName":null,"createdAt":"2026-11-25T16:27:13.488939Z","updatedAt":"2026-11-25T16:27:14.061994Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"2"', '2026-11-25 16:27:14.019437+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-d31e-7ed8-955d-d317099fec8f POST /API/TICKETS/01A21388-5CD0-7D78-BB64-CD7C2CD99EF4/ASSIGN', 'demo-assign', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-5cd0-7cea-a90c-8041b0ac9e4c","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:13.488939Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-28","appointmentTime":"13:00"}},{"id":"01a21388-5f0d-7d78-ac2f-683558c10e6d","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:14.061994Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}},{"id":"01a21388-624f-78ef-9300-4cce9dfb175b","action":"ASSIGNED","actor":"ops","actorRole":"ops_manager","at":"2026-11-25T16:27:14.895317Z","fromStatus":"CONFIRMED","toStatus":"ASSIGNED","details":{"mode":"automatic","load7d":0,"sameCenter":true,"assignmentId":"01a21388-604c-7445-bddd-bc339ae2b434","technicianId":"01900000-0000-7000-8000-00000000a003","technicianName":"王芳","formerTechnicianId":null,"formerTechnicianName":null}}],"images":[],"id":"01a21388-5cd0-7d78-bb64-cd7c2cd99ef4","ticketNo":"TKMTBXXBDM","status":"ASSIGNED","version":3,"customerName":"孙女士","customerPhoneMasked":"138****8004","address":"上海市浦东新区张杨路 620 号 15 楼","centerId":"01900000-0000-7000-8000-00000000c002","centerName":"美大上海服务中心","productModel":"热水器","issueDesc":"燃气热水器点火失败，报 E1。","appointmentDate":"2026-11-28","appointmentTime":"13:00","technicianId":"01900000-0000-7000-8000-00000000a003","technicianName":"王芳","createdAt":"2026-11-25T16:27:13.488939Z","updatedAt":"2026-11-25T16:27:14.895317Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"3"', '2026-11-25 16:27:14.291596+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-e0d6-7c80-b8e5-132b0344feb2 POST /API/TICKETS/01A21388-5CD0-7D78-BB64-CD7C2CD99EF4/START', 'demo-start', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-5cd0-7cea-a90c-8041b0ac9e4c","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:13.488939Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-28","appointmentTime":"13:00"}},{"id":"01a21388-5f0d-7d78-ac2f-683558c10e6d","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:14.061994Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}},{"id":"01a21388-624f-78ef-9300-4cce9dfb175b","action":"ASSIGNED","actor":"ops","actorRole":"ops_manager","at":"2026-11-25T16:27:14.895317Z","fromStatus":"CONFIRMED","toStatus":"ASSIGNED","details":{"mode":"automatic","load7d":0,"sameCenter":true,"assignmentId":"01a21388-604c-7445-bddd-bc339ae2b434","technicianId":"01900000-0000-7000-8000-00000000a003","technicianName":"王芳","formerTechnicianId":null,"formerTechnicianName":null}},{"id":"01a21388-6501-7c99-9456-0f8b6bee9703","action":"STARTED","actor":"tech3","actorRole":"technician","at":"2026-11-25T16:27:15.585728Z","fromStatus":"ASSIGNED","toStatus":"IN_PROGRESS","details":{}}],"images":[],"id":"01a21388-5cd0-7d78-bb64-cd7c2cd99ef4","ticketNo":"TKMTBXXBDM","status":"IN_PROGRESS","version":4,"customerName":"孙女士","customerPhoneMasked":"138****8004","address":"上海市浦东新区张杨路 620 号 15 楼","centerId":"01900000-0000-7000-8000-00000000c002","centerName":"美大上海服务中心","productModel":"热水器","issueDesc":"燃气热水器点火失败，报 E1。","appointmentDate":"2026-11-28","appointmentTime":"13:00","technicianId":"01900000-0000-7000-8000-00000000a003","technicianName":"王芳","createdAt":"2026-11-25T16:27:13.488939Z","updatedAt":"2026-11-25T16:27:15.585728Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"4"', '2026-11-25 16:27:15.496089+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-d31e-7ed8-955d-d317099fec8f POST /API/TICKETS/01A21388-659D-79DB-B3C3-69B9DE7829B0/ASSIGN', 'demo-assign', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-659d-75b2-8a69-19062859b3a7","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:15.741224Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-29","appointmentTime":"14:30"}},{"id":"01a21388-6604-7e58-b65b-77b303b27e50","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:15.844371Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}},{"id":"01a21388-6aff-79ed-b150-d4ed75a3358b","action":"ASSIGNED","actor":"ops","actorRole":"ops_manager","at":"2026-11-25T16:27:17.119218Z","fromStatus":"CONFIRMED","toStatus":"ASSIGNED","details":{"mode":"automatic","load7d":1,"sameCenter":true,"assignmentId":"01a21388-673b-7cbb-afbf-e87b13c66814","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","formerTechnicianId":null,"formerTechnicianName":null}}],"images":[],"id":"01a21388-659d-79db-b3c3-69b9de7829b0","ticketNo":"TK66WFW9DR","status":"ASSIGNED","version":3,"customerName":"周先生","customerPhoneMasked":"138****8005","address":"浙江省杭州市余杭区文一西路 998 号 5 幢 301 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"油烟机","issueDesc":"油烟机吸力不足，漏油。","appointmentDate":"2026-11-29","appointmentTime":"14:30","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","createdAt":"2026-11-25T16:27:15.741224Z","updatedAt":"2026-11-25T16:27:17.119218Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"3"', '2026-11-25 16:27:16.042569+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-d95a-7a38-a81e-296b2474fdb0 POST /API/TICKETS/01A21388-659D-79DB-B3C3-69B9DE7829B0/START', 'demo-start', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-659d-75b2-8a69-19062859b3a7","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:15.741224Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-29","appointmentTime":"14:30"}},{"id":"01a21388-6604-7e58-b65b-77b303b27e50","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:15.844371Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}},{"id":"01a21388-6aff-79ed-b150-d4ed75a3358b","action":"ASSIGNED","actor":"ops","actorRole":"ops_manager","at":"2026-11-25T16:27:17.119218Z","fromStatus":"CONFIRMED","toStatus":"ASSIGNED","details":{"mode":"automatic","load7d":1,"sameCenter":true,"assignmentId":"01a21388-673b-7cbb-afbf-e87b13c66814","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","formerTechnicianId":null,"formerTechnicianName":null}},{"id":"01a21388-6c88-7ca6-bb61-8e1a85553f1b","action":"STARTED","actor":"tech1","actorRole":"technician","at":"2026-11-25T16:27:17.51278Z","fromStatus":"ASSIGNED","toStatus":"IN_PROGRESS","details":{}}],"images":[],"id":"01a21388-659d-79db-b3c3-69b9de7829b0","ticketNo":"TK66WFW9DR","status":"IN_PROGRESS","version":4,"customerName":"周先生","customerPhoneMasked":"138****8005","address":"浙江省杭州市余杭区文一西路 998 号 5 幢 301 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"油烟机","issueDesc":"油烟机吸力不足，漏油。","appointmentDate":"2026-11-29","appointmentTime":"14:30","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","createdAt":"2026-11-25T16:27:15.741224Z","updatedAt":"2026-11-25T16:27:17.51278Z","completedAt":null,"canceledReason":null,"receiptCount":0}', 'application/json; charset=utf-8', NULL, '"4"', '2026-11-25 16:27:17.464768+00');
INSERT INTO public.idempotency_keys VALUES ('01a21387-d95a-7a38-a81e-296b2474fdb0 POST /API/TICKETS/01A21388-659D-79DB-B3C3-69B9DE7829B0/COMPLETE', 'demo-complete', 'ff89242bfe299ff4c4358d76170cd4cedcc249e3b6cc470d8af1f9c1f34c2ead', 200, '{"events":[{"id":"01a21388-659d-75b2-8a69-19062859b3a7","action":"BOOKED","actor":"customer","actorRole":"customer","at":"2026-11-25T16:27:15.741224Z","fromStatus":null,"toStatus":"BOOKED","details":{"appointmentDate":"2026-11-29","appointmentTime":"14:30"}},{"id":"01a21388-6604-7e58-b65b-77b303b27e50","action":"CONFIRMED","actor":"agent","actorRole":"agent","at":"2026-11-25T16:27:15.844371Z","fromStatus":"BOOKED","toStatus":"CONFIRMED","details":{}},{"id":"01a21388-6aff-79ed-b150-d4ed75a3358b","action":"ASSIGNED","actor":"ops","actorRole":"ops_manager","at":"2026-11-25T16:27:17.119218Z","fromStatus":"CONFIRMED","toStatus":"ASSIGNED","details":{"mode":"automatic","load7d":1,"sameCenter":true,"assignmentId":"01a21388-673b-7cbb-afbf-e87b13c66814","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","formerTechnicianId":null,"formerTechnicianName":null}},{"id":"01a21388-6c88-7ca6-bb61-8e1a85553f1b","action":"STARTED","actor":"tech1","actorRole":"technician","at":"2026-11-25T16:27:17.51278Z","fromStatus":"ASSIGNED","toStatus":"IN_PROGRESS","details":{}},{"id":"01a21388-880b-78f8-b662-bf8a71a923d5","action":"RECEIPT_UPLOADED","actor":"tech1","actorRole":"technician","at":"2026-11-25T16:27:24.555854Z","fromStatus":"IN_PROGRESS","toStatus":"IN_PROGRESS","details":{"type":"RECEIPT","imageId":"01a21388-880b-730a-8502-fccaa1953fbb","checksumSha256":"c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b"}},{"id":"01a21388-9607-7b27-b448-9b874b6fade0","action":"COMPLETED","actor":"tech1","actorRole":"technician","at":"2026-11-25T16:27:28.135528Z","fromStatus":"IN_PROGRESS","toStatus":"COMPLETED","details":{}}],"images":[{"imageId":"01a21388-880b-730a-8502-fccaa1953fbb","type":"RECEIPT","url":"/api/files/ticket-receipt/01a21388-880b-730a-8502-fccaa1953fbb","contentType":"image/jpeg","size":16771,"width":480,"height":640,"checksumSha256":"c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b","uploadedBy":"tech1","uploadedAt":"2026-11-25T16:27:24.555854Z"}],"id":"01a21388-659d-79db-b3c3-69b9de7829b0","ticketNo":"TK66WFW9DR","status":"COMPLETED","version":5,"customerName":"周先生","customerPhoneMasked":"138****8005","address":"浙江省杭州市余杭区文一西路 998 号 5 幢 301 室","centerId":"01900000-0000-7000-8000-00000000c001","centerName":"美大杭州服务中心","productModel":"油烟机","issueDesc":"油烟机吸力不足，漏油。","appointmentDate":"2026-11-29","appointmentTime":"14:30","technicianId":"01900000-0000-7000-8000-00000000a001","technicianName":"张伟","createdAt":"2026-11-25T16:27:15.741224Z","updatedAt":"2026-11-25T16:27:28.135528Z","completedAt":"2026-11-25T16:27:28.135528Z","canceledReason":null,"receiptCount":1}', 'application/json; charset=utf-8', NULL, '"5"', '2026-11-25 16:27:28.025272+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-8cc4-08df4b10d806', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:24.063304+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-bc33-08df4b10d3e3', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:24.071571+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-9fab-08df4b10d3e3', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:24.243802+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-3515-08df4b10d3d5', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:24.353936+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-4069-08df4b10d7e6', '45f753d9-dd21-699d-c85d-a77680539465', '2026-11-25 16:26:24.358631+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-3be6-08df4b10d801', '45f753d9-dd21-699d-c85d-a77680539465', '2026-11-25 16:26:24.390668+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-1364-08df4b10d32f', '45f753d9-dd21-699d-c85d-a77680539465', '2026-11-25 16:26:25.406481+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-238f-08df4b10d809', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:25.418309+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-313e-08df4b10d809', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:25.467228+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-901c-08df4b10d3b8', '45f753d9-dd21-699d-c85d-a77680539465', '2026-11-25 16:26:25.483218+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-2313-08df4b10da5b', '45f753d9-dd21-699d-c85d-a77680539465', '2026-11-25 16:26:26.603673+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-85b4-08df4b10da5e', '45f753d9-dd21-699d-c85d-a77680539465', '2026-11-25 16:26:26.619145+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-cadf-08df4b10da62', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:26.636756+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-defa-08df4b10da62', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:26.644976+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-c9f6-08df4b10da61', '1139f8c1-c5dc-fa64-f4ef-84077c7b1490', '2026-11-25 16:26:26.646651+00');
INSERT INTO public.inbox_message VALUES ('b82f0000-695b-00e7-252b-08df4b10ea04', 'f6c7374f-881d-5fec-7adf-3362b1c6b8fd', '2026-11-25 16:26:53.954606+00');
INSERT INTO public.inbox_message VALUES ('b82f0000-695b-00e7-75c5-08df4b10eab5', 'f6c7374f-881d-5fec-7adf-3362b1c6b8fd', '2026-11-25 16:26:54.008946+00');
INSERT INTO public.inbox_message VALUES ('b82f0000-695b-00e7-a536-08df4b10f0ab', 'f6c7374f-881d-5fec-7adf-3362b1c6b8fd', '2026-11-25 16:27:04.098465+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-4fa1-08df4b10f30d', '6c7daeb3-5d29-bbd2-0733-1ec45502d5dc', '2026-11-25 16:27:08.392238+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-c787-08df4b10f4b0', 'e1812573-06c3-6e3b-6d20-5df523b7b4af', '2026-11-25 16:27:10.920403+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-4aa0-08df4b10f5c7', '431fac8d-0207-f8ce-0df8-01f94eb17860', '2026-11-25 16:27:12.645584+00');
INSERT INTO public.inbox_message VALUES ('b82f0000-695b-00e7-3325-08df4b10f65f', 'f6c7374f-881d-5fec-7adf-3362b1c6b8fd', '2026-11-25 16:27:13.624784+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-2378-08df4b10f6e7', '6c7daeb3-5d29-bbd2-0733-1ec45502d5dc', '2026-11-25 16:27:14.454845+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-ff6e-08df4b10f708', 'e1812573-06c3-6e3b-6d20-5df523b7b4af', '2026-11-25 16:27:14.676076+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-7719-08df4b10f726', '431fac8d-0207-f8ce-0df8-01f94eb17860', '2026-11-25 16:27:14.835284+00');
INSERT INTO public.inbox_message VALUES ('b82f0000-695b-00e7-deb3-08df4b10f7b6', 'f6c7374f-881d-5fec-7adf-3362b1c6b8fd', '2026-11-25 16:27:15.760426+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-18bc-08df4b10f7f6', '6c7daeb3-5d29-bbd2-0733-1ec45502d5dc', '2026-11-25 16:27:16.245997+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-c7d5-08df4b10f818', 'e1812573-06c3-6e3b-6d20-5df523b7b4af', '2026-11-25 16:27:16.498395+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-8c23-08df4b10f86f', '431fac8d-0207-f8ce-0df8-01f94eb17860', '2026-11-25 16:27:17.047201+00');
INSERT INTO public.inbox_message VALUES ('a32f0000-695b-00e7-9d90-08df4b10fe5f', '335ea8dd-ba7a-94ab-7c33-0a9303b558ed', '2026-11-25 16:27:27.302294+00');
INSERT INTO public.inbox_message VALUES ('01a21388-880b-730a-8502-fccaa1953fbb', '592ef1f1-976d-3f63-186c-aea72e3be121', '2026-11-25 16:27:27.318851+00');
INSERT INTO public.service_centers VALUES ('01900000-0000-7000-8000-00000000c001', 1, '美大杭州服务中心', '{杭州,西湖区,上城区,拱墅区,滨江区,萧山区,余杭区,临平区,钱塘区,富阳区}');
INSERT INTO public.service_centers VALUES ('01900000-0000-7000-8000-00000000c002', 1, '美大上海服务中心', '{上海,浦东新区,黄浦区,徐汇区,长宁区,静安区,普陀区,虹口区,杨浦区,闵行区}');
INSERT INTO public.technician_cards VALUES ('01900000-0000-7000-8000-00000000a001', 1, '张伟', '01900000-0000-7000-8000-00000000c001', true);
INSERT INTO public.technician_cards VALUES ('01900000-0000-7000-8000-00000000a002', 1, '李强', '01900000-0000-7000-8000-00000000c001', true);
INSERT INTO public.technician_cards VALUES ('01900000-0000-7000-8000-00000000a003', 1, '王芳', '01900000-0000-7000-8000-00000000c002', true);
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-1061-77f9-962b-13bc2aab6dc6', 1, '01a21388-1061-79e4-8b50-7108d858a5bb', 'BOOKED', NULL, 'customer', 'customer', '2026-11-25 16:26:53.921239+00', NULL, 'BOOKED', 1, '{"appointmentDate": "2026-11-27", "appointmentTime": "10:30"}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-0a39-7bda-b609-70d4cc39d20b', 2, '01a21388-0a39-7c94-881d-c2c685aeccb4', 'BOOKED', NULL, 'customer', 'customer', '2026-11-25 16:26:52.345304+00', NULL, 'BOOKED', 1, '{"appointmentDate": "2026-11-27", "appointmentTime": "09:00"}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-34d0-79b5-9346-223056d898bf', 3, '01a21388-1061-79e4-8b50-7108d858a5bb', 'CONFIRMED', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', '2026-11-25 16:27:03.24876+00', 'BOOKED', 'CONFIRMED', 2, '{}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-3773-7dc5-8cff-9248601bb197', 4, '01a21388-3773-73c6-9773-3eb0e219cc14', 'BOOKED', NULL, 'customer', 'customer', '2026-11-25 16:27:03.923615+00', NULL, 'BOOKED', 1, '{"appointmentDate": "2026-11-28", "appointmentTime": "09:30"}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-42a9-7064-af5d-cef1c0d78369', 5, '01a21388-3773-73c6-9773-3eb0e219cc14', 'CONFIRMED', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', '2026-11-25 16:27:06.793056+00', 'BOOKED', 'CONFIRMED', 2, '{}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-5a7f-77af-a352-6d2ee92fe5c2', 6, '01a21388-3773-73c6-9773-3eb0e219cc14', 'ASSIGNED', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', '2026-11-25 16:27:12.895908+00', 'CONFIRMED', 'ASSIGNED', 3, '{"mode": "automatic", "load7d": 0, "sameCenter": true, "assignmentId": "01a21388-45de-7be7-ac50-43aaea9c2ecd", "technicianId": "01900000-0000-7000-8000-00000000a001", "technicianName": "张伟", "formerTechnicianId": null, "formerTechnicianName": null}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-5cd0-7cea-a90c-8041b0ac9e4c', 7, '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'BOOKED', NULL, 'customer', 'customer', '2026-11-25 16:27:13.488939+00', NULL, 'BOOKED', 1, '{"appointmentDate": "2026-11-28", "appointmentTime": "13:00"}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-5f0d-7d78-ac2f-683558c10e6d', 8, '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'CONFIRMED', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', '2026-11-25 16:27:14.061994+00', 'BOOKED', 'CONFIRMED', 2, '{}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-624f-78ef-9300-4cce9dfb175b', 9, '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'ASSIGNED', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', '2026-11-25 16:27:14.895317+00', 'CONFIRMED', 'ASSIGNED', 3, '{"mode": "automatic", "load7d": 0, "sameCenter": true, "assignmentId": "01a21388-604c-7445-bddd-bc339ae2b434", "technicianId": "01900000-0000-7000-8000-00000000a003", "technicianName": "王芳", "formerTechnicianId": null, "formerTechnicianName": null}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-6501-7c99-9456-0f8b6bee9703', 10, '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'STARTED', '01a21387-e0d6-7c80-b8e5-132b0344feb2', 'tech3', 'technician', '2026-11-25 16:27:15.585728+00', 'ASSIGNED', 'IN_PROGRESS', 4, '{}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-659d-75b2-8a69-19062859b3a7', 11, '01a21388-659d-79db-b3c3-69b9de7829b0', 'BOOKED', NULL, 'customer', 'customer', '2026-11-25 16:27:15.741224+00', NULL, 'BOOKED', 1, '{"appointmentDate": "2026-11-29", "appointmentTime": "14:30"}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-6604-7e58-b65b-77b303b27e50', 12, '01a21388-659d-79db-b3c3-69b9de7829b0', 'CONFIRMED', '01a21387-cfb7-7ef3-ae18-2dd79d2abc90', 'agent', 'agent', '2026-11-25 16:27:15.844371+00', 'BOOKED', 'CONFIRMED', 2, '{}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-6aff-79ed-b150-d4ed75a3358b', 13, '01a21388-659d-79db-b3c3-69b9de7829b0', 'ASSIGNED', '01a21387-d31e-7ed8-955d-d317099fec8f', 'ops', 'ops_manager', '2026-11-25 16:27:17.119218+00', 'CONFIRMED', 'ASSIGNED', 3, '{"mode": "automatic", "load7d": 1, "sameCenter": true, "assignmentId": "01a21388-673b-7cbb-afbf-e87b13c66814", "technicianId": "01900000-0000-7000-8000-00000000a001", "technicianName": "张伟", "formerTechnicianId": null, "formerTechnicianName": null}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-6c88-7ca6-bb61-8e1a85553f1b', 14, '01a21388-659d-79db-b3c3-69b9de7829b0', 'STARTED', '01a21387-d95a-7a38-a81e-296b2474fdb0', 'tech1', 'technician', '2026-11-25 16:27:17.51278+00', 'ASSIGNED', 'IN_PROGRESS', 4, '{}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-880b-78f8-b662-bf8a71a923d5', 15, '01a21388-659d-79db-b3c3-69b9de7829b0', 'RECEIPT_UPLOADED', NULL, 'tech1', 'technician', '2026-11-25 16:27:24.555854+00', 'IN_PROGRESS', 'IN_PROGRESS', 4, '{"type": "RECEIPT", "imageId": "01a21388-880b-730a-8502-fccaa1953fbb", "checksumSha256": "c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b"}');
INSERT INTO public.ticket_events OVERRIDING SYSTEM VALUE VALUES ('01a21388-9607-7b27-b448-9b874b6fade0', 16, '01a21388-659d-79db-b3c3-69b9de7829b0', 'COMPLETED', '01a21387-d95a-7a38-a81e-296b2474fdb0', 'tech1', 'technician', '2026-11-25 16:27:28.135528+00', 'IN_PROGRESS', 'COMPLETED', 5, '{}');
INSERT INTO public.ticket_images VALUES ('01a21388-880b-730a-8502-fccaa1953fbb', '01a21388-659d-79db-b3c3-69b9de7829b0', 'RECEIPT', 'image/jpeg', 16771, 480, 640, 'c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b', 'tech1', '2026-11-25 16:27:24.555854+00');
INSERT INTO public.tickets VALUES ('01a21388-0a39-7c94-881d-c2c685aeccb4', 'TKANX0QZC1', 'BOOKED', 1, '陈先生', '925891ab224b8f25b4c197c7fe71e69553a6f906a7b3ad0f30faf9de5345047b', '138****8001', 'AZD9kjRfp7get/9EzUBteaU2sTelIN5L11PEZOlbqSZFYgO0rz4D8A==', '浙江省杭州市西湖区文三路 100 号 3 幢 502 室', '空调不制冷，开机十分钟后自动停机。', '01900000-0000-7000-8000-00000000c001', '空调', '2026-11-27', '09:00:00', NULL, NULL, '2026-11-25 16:26:52.345304+00', '2026-11-25 16:26:52.345304+00', NULL, NULL, DEFAULT);
INSERT INTO public.tickets VALUES ('01a21388-1061-79e4-8b50-7108d858a5bb', 'TKA38EXEBP', 'CONFIRMED', 2, '林女士', '4cd2c06104bc12fe89ad743597d7145c84128b47eb52f7ae5f381a3a2e1adfaa', '138****8002', 'ASVM3oYhj+IVG745XzmAEkBOE+zUvmZEfqnOiUkz3lsCCkbghu0jOQ==', '浙江省杭州市滨江区江南大道 228 号 1 单元 901 室', '洗衣机脱水时噪音很大。', '01900000-0000-7000-8000-00000000c001', '洗衣机', '2026-11-27', '10:30:00', NULL, NULL, '2026-11-25 16:26:53.921239+00', '2026-11-25 16:27:03.24876+00', NULL, NULL, DEFAULT);
INSERT INTO public.tickets VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', 'ASSIGNED', 3, '赵先生', '0d1bff270546bfdc22e36876d866e4d632487d672a0781252d4e261cb86bff37', '138****8003', 'AYgDIO2ciiZ/35owxVpSMjW8z3DaWSdG5JcS/T6S8GChStDAM5siAg==', '浙江省杭州市拱墅区莫干山路 511 号 8 幢 1203 室', '冰箱冷藏室结冰，温度调不低。', '01900000-0000-7000-8000-00000000c001', '冰箱', '2026-11-28', '09:30:00', '01900000-0000-7000-8000-00000000a001', '01a21388-45de-7be7-ac50-43aaea9c2ecd', '2026-11-25 16:27:03.923615+00', '2026-11-25 16:27:12.895908+00', NULL, NULL, DEFAULT);
INSERT INTO public.tickets VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', 'IN_PROGRESS', 4, '孙女士', 'e975039e74321d0c45bec1400b696303bc2a06a65978851847bcf0e7c439fa90', '138****8004', 'AfQQUBrmdwcy1QW+2f11Ib7l4Yy1FjCWJXU+9IjIzDVLgcQE2oqOsA==', '上海市浦东新区张杨路 620 号 15 楼', '燃气热水器点火失败，报 E1。', '01900000-0000-7000-8000-00000000c002', '热水器', '2026-11-28', '13:00:00', '01900000-0000-7000-8000-00000000a003', '01a21388-604c-7445-bddd-bc339ae2b434', '2026-11-25 16:27:13.488939+00', '2026-11-25 16:27:15.585728+00', NULL, NULL, DEFAULT);
INSERT INTO public.tickets VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', 'COMPLETED', 5, '周先生', '3da257e7a5fb5949be0d751cc43ec9df42379402c8b36f1dd86f8b2366262d10', '138****8005', 'AYRK4uci2TfHw5cir9eRBKlxJgl782tBFhouwyhsWzsdOEDi3J64Ag==', '浙江省杭州市余杭区文一西路 998 号 5 幢 301 室', '油烟机吸力不足，漏油。', '01900000-0000-7000-8000-00000000c001', '油烟机', '2026-11-29', '14:30:00', '01900000-0000-7000-8000-00000000a001', '01a21388-673b-7cbb-afbf-e87b13c66814', '2026-11-25 16:27:15.741224+00', '2026-11-25 16:27:28.135528+00', '2026-11-25 16:27:28.135528+00', NULL, DEFAULT);
SELECT pg_catalog.setval('public.outbox_message_seq_seq', 47, true);
SELECT pg_catalog.setval('public.ticket_events_sequence_seq', 16, true);
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT pk___ef_migrations_history PRIMARY KEY (migration_id);
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT pk_assignments PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_logs
    ADD CONSTRAINT pk_audit_logs PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT pk_idempotency_keys PRIMARY KEY (scope, key);
ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT pk_inbox_message PRIMARY KEY (message_id, consumer_id);
ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT pk_outbox_message PRIMARY KEY (seq);
ALTER TABLE ONLY public.service_centers
    ADD CONSTRAINT pk_service_centers PRIMARY KEY (id);
ALTER TABLE ONLY public.technician_cards
    ADD CONSTRAINT pk_technician_cards PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket_events
    ADD CONSTRAINT pk_ticket_events PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket_images
    ADD CONSTRAINT pk_ticket_images PRIMARY KEY (id);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT pk_tickets PRIMARY KEY (id);
CREATE INDEX ix_assignments_ticket ON public.assignments USING btree (ticket_id, requested_at);
CREATE INDEX ix_audit_logs_actor ON public.audit_logs USING btree (actor_name, at);
CREATE INDEX ix_audit_logs_at ON public.audit_logs USING btree (at, id);
CREATE INDEX ix_audit_logs_ticket ON public.audit_logs USING btree (ticket_id, at);
CREATE INDEX ix_idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at);
CREATE INDEX ix_inbox_received ON public.inbox_message USING btree (received_at);
CREATE INDEX ix_outbox_due ON public.outbox_message USING btree (not_before, seq) WHERE (parked_at IS NULL);
CREATE INDEX ix_outbox_parked ON public.outbox_message USING btree (parked_at) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_outbox_schedule ON public.outbox_message USING btree (schedule_token) WHERE (schedule_token IS NOT NULL);
CREATE INDEX ix_ticket_events_ticket ON public.ticket_events USING btree (ticket_id, sequence);
CREATE INDEX ix_ticket_images_ticket ON public.ticket_images USING btree (ticket_id, uploaded_at);
CREATE INDEX ix_tickets_appointment ON public.tickets USING btree (appointment_date, appointment_time, id);
CREATE INDEX ix_tickets_center ON public.tickets USING btree (center_id, appointment_date, appointment_time, id, status);
CREATE INDEX ix_tickets_created ON public.tickets USING btree (created_at, id);
CREATE INDEX ix_tickets_grams ON public.tickets USING gin (public.ticket_grams(search_text));
CREATE INDEX ix_tickets_status ON public.tickets USING btree (status, appointment_date, appointment_time, id);
CREATE INDEX ix_tickets_technician ON public.tickets USING btree (technician_id, appointment_date, appointment_time, id, status);
CREATE INDEX ix_tickets_trigrams ON public.tickets USING gin (search_text public.gin_trgm_ops);
CREATE UNIQUE INDEX ux_assignments_live ON public.assignments USING btree (ticket_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX ux_ticket_events_sequence ON public.ticket_events USING btree (sequence);
CREATE UNIQUE INDEX ux_tickets_ticket_no ON public.tickets USING btree (ticket_no);
CREATE TRIGGER ticket_events_notify AFTER INSERT ON public.ticket_events FOR EACH STATEMENT EXECUTE FUNCTION public.notify_ticket_events();
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT fk_assignments_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.ticket_events
    ADD CONSTRAINT fk_ticket_events_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.ticket_images
    ADD CONSTRAINT fk_ticket_images_tickets_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE RESTRICT;
