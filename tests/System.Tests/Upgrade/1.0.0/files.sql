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
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public."__EFMigrationsHistory" (
    migration_id character varying(150) NOT NULL,
    product_version character varying(32) NOT NULL
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
CREATE TABLE public.ticket_access (
    ticket_id uuid NOT NULL,
    ticket_no character varying(10) NOT NULL,
    status character varying(16) NOT NULL,
    version integer NOT NULL,
    technician_id uuid,
    technician_version integer NOT NULL
);
CREATE TABLE public.ticket_images (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    ticket_no character varying(10) NOT NULL,
    type character varying(16) NOT NULL,
    file_path character varying(200) NOT NULL,
    content_type character varying(32) NOT NULL,
    size bigint NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    checksum_sha256 character varying(64) NOT NULL,
    stored_sha256 character varying(64) NOT NULL,
    thumbnail_size bigint NOT NULL,
    thumbnail_sha256 character varying(64) NOT NULL,
    uploaded_by character varying(256) NOT NULL,
    uploader_role character varying(32) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_ticket_images_checksum CHECK (((checksum_sha256)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT ck_ticket_images_measures CHECK (((size > 0) AND (width > 0) AND (height > 0) AND (thumbnail_size > 0)))
);
INSERT INTO public."__EFMigrationsHistory" VALUES ('20261123230858_Initial', '10.0.15');
INSERT INTO public.inbox_message VALUES ('01a21388-1061-77f9-962b-13bc2aab6dc6', 'c415766d-4347-ce69-4930-5308a7e64541', '2026-11-25 16:27:00.698593+00');
INSERT INTO public.inbox_message VALUES ('01a21388-0a39-7bda-b609-70d4cc39d20b', 'c415766d-4347-ce69-4930-5308a7e64541', '2026-11-25 16:27:00.717593+00');
INSERT INTO public.inbox_message VALUES ('01a21388-34d0-79b5-9346-223056d898bf', '8dd2f8d1-1120-a403-edf2-4eb2a638b0c5', '2026-11-25 16:27:03.943338+00');
INSERT INTO public.inbox_message VALUES ('01a21388-3773-7dc5-8cff-9248601bb197', 'c415766d-4347-ce69-4930-5308a7e64541', '2026-11-25 16:27:04.381495+00');
INSERT INTO public.inbox_message VALUES ('01a21388-42a9-7064-af5d-cef1c0d78369', '8dd2f8d1-1120-a403-edf2-4eb2a638b0c5', '2026-11-25 16:27:06.963219+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5a7f-77af-a352-6d2ee92fe5c2', 'd726fe0d-cfef-afee-22b3-85a53e762037', '2026-11-25 16:27:13.173787+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5cd0-7cea-a90c-8041b0ac9e4c', 'c415766d-4347-ce69-4930-5308a7e64541', '2026-11-25 16:27:13.848313+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5f0d-7d78-ac2f-683558c10e6d', '8dd2f8d1-1120-a403-edf2-4eb2a638b0c5', '2026-11-25 16:27:14.193525+00');
INSERT INTO public.inbox_message VALUES ('01a21388-624f-78ef-9300-4cce9dfb175b', 'd726fe0d-cfef-afee-22b3-85a53e762037', '2026-11-25 16:27:15.003267+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6501-7c99-9456-0f8b6bee9703', 'fefe3cd9-e249-f3ef-62e6-604a4671cf42', '2026-11-25 16:27:15.70915+00');
INSERT INTO public.inbox_message VALUES ('01a21388-659d-75b2-8a69-19062859b3a7', 'c415766d-4347-ce69-4930-5308a7e64541', '2026-11-25 16:27:15.804347+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6604-7e58-b65b-77b303b27e50', '8dd2f8d1-1120-a403-edf2-4eb2a638b0c5', '2026-11-25 16:27:15.872683+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6aff-79ed-b150-d4ed75a3358b', 'd726fe0d-cfef-afee-22b3-85a53e762037', '2026-11-25 16:27:17.262565+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6c88-7ca6-bb61-8e1a85553f1b', 'fefe3cd9-e249-f3ef-62e6-604a4671cf42', '2026-11-25 16:27:17.813132+00');
INSERT INTO public.inbox_message VALUES ('01a21388-9607-7b27-b448-9b874b6fade0', '13a85763-082c-dbbf-521a-858777902ef3', '2026-11-25 16:27:28.28541+00');
INSERT INTO public.ticket_access VALUES ('01a21388-0a39-7c94-881d-c2c685aeccb4', 'TKANX0QZC1', 'BOOKED', 1, NULL, 0);
INSERT INTO public.ticket_access VALUES ('01a21388-1061-79e4-8b50-7108d858a5bb', 'TKA38EXEBP', 'CONFIRMED', 2, NULL, 0);
INSERT INTO public.ticket_access VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', 'ASSIGNED', 3, '01900000-0000-7000-8000-00000000a001', 3);
INSERT INTO public.ticket_access VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', 'IN_PROGRESS', 4, '01900000-0000-7000-8000-00000000a003', 3);
INSERT INTO public.ticket_access VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', 'COMPLETED', 5, '01900000-0000-7000-8000-00000000a001', 5);
INSERT INTO public.ticket_images VALUES ('01a21388-880b-730a-8502-fccaa1953fbb', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', 'RECEIPT', 'tickets/01a21388-659d-79db-b3c3-69b9de7829b0/b83b2aefcb739230740b36fe_20261125162723341.jpg', 'image/jpeg', 16771, 480, 640, 'c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b', 'c49cc8cdfafc412846f4c00bc66ab521ebc067fc4de0480e75e177c76239c51b', 1592, '6f8fe907b8cc569ec053e44260541ef22d6b3738c1029765f731cdaab82e9d8b', 'tech1', 'technician', '2026-11-25 16:27:24.555854+00');
SELECT pg_catalog.setval('public.outbox_message_seq_seq', 2, true);
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT pk___ef_migrations_history PRIMARY KEY (migration_id);
ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT pk_inbox_message PRIMARY KEY (message_id, consumer_id);
ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT pk_outbox_message PRIMARY KEY (seq);
ALTER TABLE ONLY public.ticket_access
    ADD CONSTRAINT pk_ticket_access PRIMARY KEY (ticket_id);
ALTER TABLE ONLY public.ticket_images
    ADD CONSTRAINT pk_ticket_images PRIMARY KEY (id);
CREATE INDEX ix_inbox_received ON public.inbox_message USING btree (received_at);
CREATE INDEX ix_outbox_due ON public.outbox_message USING btree (not_before, seq) WHERE (parked_at IS NULL);
CREATE INDEX ix_outbox_parked ON public.outbox_message USING btree (parked_at) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_outbox_schedule ON public.outbox_message USING btree (schedule_token) WHERE (schedule_token IS NOT NULL);
CREATE UNIQUE INDEX ix_ticket_access_ticket_no ON public.ticket_access USING btree (ticket_no);
CREATE UNIQUE INDEX ix_ticket_images_file_path ON public.ticket_images USING btree (file_path);
CREATE UNIQUE INDEX ix_ticket_images_ticket_id_checksum_sha256 ON public.ticket_images USING btree (ticket_id, checksum_sha256);
