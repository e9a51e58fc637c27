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
CREATE TABLE public.assignments (
    id uuid NOT NULL,
    technician_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    ticket_no character varying(10) NOT NULL,
    appointment_date date NOT NULL,
    appointment_time time without time zone NOT NULL,
    state character varying(16) NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_assignments_state CHECK (((state)::text = ANY ((ARRAY['RESERVED'::character varying, 'ACTIVE'::character varying, 'COMPLETED'::character varying, 'RELEASED'::character varying])::text[])))
);
CREATE TABLE public.early_releases (
    assignment_id uuid NOT NULL,
    at timestamp with time zone NOT NULL
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
    name character varying(100) NOT NULL,
    regions text[] NOT NULL,
    time_zone character varying(64) NOT NULL,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.technicians (
    id uuid NOT NULL,
    name character varying(100) NOT NULL,
    phone_masked character varying(20) NOT NULL,
    phone_hash character varying(64) NOT NULL,
    sealed_phone text NOT NULL,
    center_id uuid NOT NULL,
    skills text[] NOT NULL,
    is_active boolean NOT NULL,
    user_name character varying(64),
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.ticket_plans (
    ticket_id uuid NOT NULL,
    assignment_id uuid,
    technician_id uuid,
    assignment_version integer NOT NULL,
    appointment_date date NOT NULL,
    appointment_time time without time zone NOT NULL,
    appointment_version integer NOT NULL,
    outcome character varying(16) NOT NULL
);
INSERT INTO public."__EFMigrationsHistory" VALUES ('20261123231216_Initial', '10.0.15');
INSERT INTO public.assignments VALUES ('01a21388-45de-7be7-ac50-43aaea9c2ecd', '01900000-0000-7000-8000-00000000a001', '01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', '2026-11-28', '09:30:00', 'ACTIVE', '2026-11-25 16:27:12.128776+00', '2026-11-25 16:27:13.516965+00');
INSERT INTO public.assignments VALUES ('01a21388-604c-7445-bddd-bc339ae2b434', '01900000-0000-7000-8000-00000000a003', '01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', '2026-11-28', '13:00:00', 'ACTIVE', '2026-11-25 16:27:14.792331+00', '2026-11-25 16:27:15.014812+00');
INSERT INTO public.assignments VALUES ('01a21388-673b-7cbb-afbf-e87b13c66814', '01900000-0000-7000-8000-00000000a001', '01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', '2026-11-29', '14:30:00', 'COMPLETED', '2026-11-25 16:27:16.84386+00', '2026-11-25 16:27:28.404131+00');
INSERT INTO public.inbox_message VALUES ('b82f0000-695b-00e7-8cb9-08df4b10cdce', 'cefcc6d0-69c4-95a4-89cf-d626e74bac95', '2026-11-25 16:26:21.625747+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-5035-08df4b10ceb4', 'cefcc6d0-69c4-95a4-89cf-d626e74bac95', '2026-11-25 16:26:26.477507+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-60fa-08df4b10f3b3', '805bc0ef-2940-17bb-5d84-5a0a5c188d66', '2026-11-25 16:27:09.72281+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-1e0a-08df4b10f4f2', '9f5d7cf7-64e5-fbc2-8d52-0f5a956aa876', '2026-11-25 16:27:11.351415+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5a7f-77af-a352-6d2ee92fe5c2', 'fc94dc3e-cefd-6358-9c4b-70cd423458cd', '2026-11-25 16:27:13.2148+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-0352-08df4b10f6f8', '805bc0ef-2940-17bb-5d84-5a0a5c188d66', '2026-11-25 16:27:14.543751+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-6c68-08df4b10f717', '9f5d7cf7-64e5-fbc2-8d52-0f5a956aa876', '2026-11-25 16:27:14.763141+00');
INSERT INTO public.inbox_message VALUES ('01a21388-624f-78ef-9300-4cce9dfb175b', 'fc94dc3e-cefd-6358-9c4b-70cd423458cd', '2026-11-25 16:27:15.009376+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-fe7e-08df4b10f808', '805bc0ef-2940-17bb-5d84-5a0a5c188d66', '2026-11-25 16:27:16.343526+00');
INSERT INTO public.inbox_message VALUES ('a22f0000-695b-00e7-d125-08df4b10f836', '9f5d7cf7-64e5-fbc2-8d52-0f5a956aa876', '2026-11-25 16:27:16.723244+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6aff-79ed-b150-d4ed75a3358b', 'fc94dc3e-cefd-6358-9c4b-70cd423458cd', '2026-11-25 16:27:17.26514+00');
INSERT INTO public.inbox_message VALUES ('01a21388-9607-7b27-b448-9b874b6fade0', '5c10106b-8513-4dbd-2a78-7451d3cf140c', '2026-11-25 16:27:28.296768+00');
INSERT INTO public.service_centers VALUES ('01900000-0000-7000-8000-00000000c001', '美大杭州服务中心', '{杭州,西湖区,上城区,拱墅区,滨江区,萧山区,余杭区,临平区,钱塘区,富阳区}', 'Asia/Shanghai', 1, '2026-11-25 16:26:03.754484+00');
INSERT INTO public.service_centers VALUES ('01900000-0000-7000-8000-00000000c002', '美大上海服务中心', '{上海,浦东新区,黄浦区,徐汇区,长宁区,静安区,普陀区,虹口区,杨浦区,闵行区}', 'Asia/Shanghai', 1, '2026-11-25 16:26:03.754484+00');
INSERT INTO public.technicians VALUES ('01900000-0000-7000-8000-00000000a001', '张伟', '138****1001', '1142fec19f05c2f9d7d0ed60608279948a2814e2450b73931033009899073865', 'AfvQRgIS1eUdHtcC9p93gS6qsE3cay+gVh1BC6HeHo/SG9EJ1kYMFg==', '01900000-0000-7000-8000-00000000c001', '{集成灶,油烟机}', true, 'tech1', 1, '2026-11-25 16:26:03.754484+00');
INSERT INTO public.technicians VALUES ('01900000-0000-7000-8000-00000000a002', '李强', '138****1002', '9a7a9b0313770125ab6177528dc2db1dcc02f02c684431f624dc72a82e1ea82b', 'AVLtfUnr8boangG+oPbF8OgGYWNkkji3DnmBpNuuGugAgVWMzmde0g==', '01900000-0000-7000-8000-00000000c001', '{集成灶,燃气灶}', true, 'tech2', 1, '2026-11-25 16:26:03.754484+00');
INSERT INTO public.technicians VALUES ('01900000-0000-7000-8000-00000000a003', '王芳', '138****1003', 'bde6d9329f1bf23d9445ea5ff680995e0c56fe5d0792e8a7cc4d5ed297a96e59', 'AffwlUYOuPnl6GYjCjmWZGvLDKyC9Kze7rtktLz5Wr0el2u0VLkDcg==', '01900000-0000-7000-8000-00000000c002', '{集成灶,油烟机,燃气灶}', true, 'tech3', 1, '2026-11-25 16:26:03.754484+00');
INSERT INTO public.ticket_plans VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', '01a21388-45de-7be7-ac50-43aaea9c2ecd', '01900000-0000-7000-8000-00000000a001', 3, '2026-11-28', '09:30:00', 3, 'OPEN');
INSERT INTO public.ticket_plans VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', '01a21388-604c-7445-bddd-bc339ae2b434', '01900000-0000-7000-8000-00000000a003', 3, '2026-11-28', '13:00:00', 3, 'OPEN');
INSERT INTO public.ticket_plans VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', '01a21388-673b-7cbb-afbf-e87b13c66814', '01900000-0000-7000-8000-00000000a001', 3, '2026-11-29', '14:30:00', 3, 'COMPLETED');
SELECT pg_catalog.setval('public.outbox_message_seq_seq', 30, true);
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT pk___ef_migrations_history PRIMARY KEY (migration_id);
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT pk_assignments PRIMARY KEY (id);
ALTER TABLE ONLY public.early_releases
    ADD CONSTRAINT pk_early_releases PRIMARY KEY (assignment_id);
ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT pk_inbox_message PRIMARY KEY (message_id, consumer_id);
ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT pk_outbox_message PRIMARY KEY (seq);
ALTER TABLE ONLY public.service_centers
    ADD CONSTRAINT pk_service_centers PRIMARY KEY (id);
ALTER TABLE ONLY public.technicians
    ADD CONSTRAINT pk_technicians PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket_plans
    ADD CONSTRAINT pk_ticket_plans PRIMARY KEY (ticket_id);
CREATE INDEX ix_assignments_load ON public.assignments USING btree (technician_id, assigned_at) WHERE ((state)::text <> 'RELEASED'::text);
CREATE INDEX ix_assignments_reserved ON public.assignments USING btree (assigned_at) WHERE ((state)::text = 'RESERVED'::text);
CREATE INDEX ix_assignments_ticket_id ON public.assignments USING btree (ticket_id);
CREATE INDEX ix_inbox_received ON public.inbox_message USING btree (received_at);
CREATE INDEX ix_outbox_due ON public.outbox_message USING btree (not_before, seq) WHERE (parked_at IS NULL);
CREATE INDEX ix_outbox_parked ON public.outbox_message USING btree (parked_at) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_outbox_schedule ON public.outbox_message USING btree (schedule_token) WHERE (schedule_token IS NOT NULL);
CREATE INDEX ix_technicians_center_id ON public.technicians USING btree (center_id);
CREATE UNIQUE INDEX ux_assignments_slot ON public.assignments USING btree (technician_id, appointment_date, appointment_time) WHERE ((state)::text <> 'RELEASED'::text);
CREATE UNIQUE INDEX ux_technicians_phone_hash ON public.technicians USING btree (phone_hash);
CREATE UNIQUE INDEX ux_technicians_user_name ON public.technicians USING btree (user_name);
ALTER TABLE ONLY public.assignments
    ADD CONSTRAINT fk_assignments_technicians_technician_id FOREIGN KEY (technician_id) REFERENCES public.technicians(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.technicians
    ADD CONSTRAINT fk_technicians_centers_center_id FOREIGN KEY (center_id) REFERENCES public.service_centers(id) ON DELETE RESTRICT;
