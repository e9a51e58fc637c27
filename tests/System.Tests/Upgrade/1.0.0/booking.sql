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
CREATE TABLE public.booking_status (
    ticket_id uuid NOT NULL,
    version integer NOT NULL,
    status character varying(16),
    appointment_date date,
    appointment_time time without time zone,
    technician_id uuid,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.bookings (
    id uuid NOT NULL,
    ticket_no character varying(10) NOT NULL,
    center_id uuid,
    appointment_date date NOT NULL,
    appointment_time time without time zone NOT NULL,
    product_model character varying(200),
    customer_phone_hash character varying(64) NOT NULL,
    sealed_details text NOT NULL,
    status character varying(16) NOT NULL,
    technician_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_bookings_status CHECK (((status)::text = ANY ((ARRAY['BOOKED'::character varying, 'CONFIRMED'::character varying, 'ASSIGNED'::character varying, 'IN_PROGRESS'::character varying, 'COMPLETED'::character varying, 'CANCELED'::character varying])::text[])))
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
    regions text[] NOT NULL,
    time_zone text NOT NULL
);
CREATE TABLE public.technicians (
    id uuid NOT NULL,
    version integer NOT NULL,
    sealed_name text NOT NULL
);
INSERT INTO public."__EFMigrationsHistory" VALUES ('20261123231128_Initial', '10.0.15');
INSERT INTO public.booking_status VALUES ('01a21388-0a39-7c94-881d-c2c685aeccb4', 1, 'BOOKED', '2026-11-27', '09:00:00', NULL, '2026-11-25 16:26:52.345304+00');
INSERT INTO public.booking_status VALUES ('01a21388-1061-79e4-8b50-7108d858a5bb', 1, 'BOOKED', '2026-11-27', '10:30:00', NULL, '2026-11-25 16:26:53.921239+00');
INSERT INTO public.booking_status VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', 1, 'BOOKED', '2026-11-28', '09:30:00', NULL, '2026-11-25 16:27:03.923615+00');
INSERT INTO public.booking_status VALUES ('01a21388-1061-79e4-8b50-7108d858a5bb', 2, 'CONFIRMED', NULL, NULL, NULL, '2026-11-25 16:27:03.24876+00');
INSERT INTO public.booking_status VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', 2, 'CONFIRMED', NULL, NULL, NULL, '2026-11-25 16:27:06.793056+00');
INSERT INTO public.booking_status VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', 3, 'ASSIGNED', '2026-11-28', '09:30:00', '01900000-0000-7000-8000-00000000a001', '2026-11-25 16:27:12.895908+00');
INSERT INTO public.booking_status VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 1, 'BOOKED', '2026-11-28', '13:00:00', NULL, '2026-11-25 16:27:13.488939+00');
INSERT INTO public.booking_status VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 2, 'CONFIRMED', NULL, NULL, NULL, '2026-11-25 16:27:14.061994+00');
INSERT INTO public.booking_status VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 3, 'ASSIGNED', '2026-11-28', '13:00:00', '01900000-0000-7000-8000-00000000a003', '2026-11-25 16:27:14.895317+00');
INSERT INTO public.booking_status VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 4, 'IN_PROGRESS', NULL, NULL, NULL, '2026-11-25 16:27:15.585728+00');
INSERT INTO public.booking_status VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 1, 'BOOKED', '2026-11-29', '14:30:00', NULL, '2026-11-25 16:27:15.741224+00');
INSERT INTO public.booking_status VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 2, 'CONFIRMED', NULL, NULL, NULL, '2026-11-25 16:27:15.844371+00');
INSERT INTO public.booking_status VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 3, 'ASSIGNED', '2026-11-29', '14:30:00', '01900000-0000-7000-8000-00000000a001', '2026-11-25 16:27:17.119218+00');
INSERT INTO public.booking_status VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 4, 'IN_PROGRESS', NULL, NULL, NULL, '2026-11-25 16:27:17.51278+00');
INSERT INTO public.booking_status VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 5, 'COMPLETED', NULL, NULL, '01900000-0000-7000-8000-00000000a001', '2026-11-25 16:27:28.135528+00');
INSERT INTO public.booking_status VALUES ('01a21389-608f-7393-bd66-b7e072c7e31f', 1, 'BOOKED', '2026-11-28', '16:00:00', NULL, '2026-11-25 16:28:19.983286+00');
INSERT INTO public.bookings VALUES ('01a21388-0a39-7c94-881d-c2c685aeccb4', 'TKANX0QZC1', '01900000-0000-7000-8000-00000000c001', '2026-11-27', '09:00:00', '空调', '925891ab224b8f25b4c197c7fe71e69553a6f906a7b3ad0f30faf9de5345047b', 'AWWRBvRy7V8BDxe58vF898Iyvn2uJ9d4VcaLvCQYMc5K7ha9Ggc0YUthGkatvYsz/GpWHiPhQlnPpvLw8grByaBp5OFpvVkl2m9bKZRUnNz96PrZfMWxCY0LtiBLIGZu40DqqZoirpl7XgrReDFk42hcYBBevnRKp3H16H9s0gGIIbA499vdOWemx9Iw9YnHr7fXHlabqVJwHjGWH6i3jnIrX3lJVQWfDaz88TRNyXTyafywE+xG+dYekTD+LzLyp/LqxTUH96lzHArjFrUOvXk9MtFWeEGU1accLCdPBapXS4FAZT/eTXHmd5ZF4TKT8rmeCjMGYMK5ytkk2iizD/hDx+v174jEXRtAxXUgm4mHR36JgvSg+9LFLHvhG7g1lbQ0k0RLJjqT52fvuPZiY0Poh1yPKiR8nDqSe/NPF50Z3SKlvxkniaU=', 'BOOKED', NULL, '2026-11-25 16:26:52.345304+00');
INSERT INTO public.bookings VALUES ('01a21388-1061-79e4-8b50-7108d858a5bb', 'TKA38EXEBP', '01900000-0000-7000-8000-00000000c001', '2026-11-27', '10:30:00', '洗衣机', '4cd2c06104bc12fe89ad743597d7145c84128b47eb52f7ae5f381a3a2e1adfaa', 'AamsEs2KlbsXJlp8FejHcfW5XoVvJejEg95+D8P+Q+nUzbpLSFbTMBpspSGJLm28KE5GfE80QVC+/Glj7kSgUq5ciFPXsBZEcWEBiEkr9wE8ewOE7P6MWrT+zD9+ywQEyKNK7c5mA3REMbWzEMyGEWGL5FqeBUDrA0FB/fytu4O8PCcrQYhyafCb8cISmRSUDOj6YC69zPObVdJvgiRlq/AR4CmCAV+oP6kmKYqdbJ5BHBgvfD94GogoFkzQfJbLOR633F4dMcVnC6xuPH6ZX/D+bS/+/yIVQG80cnfEmKLrv+81t8rxKNnuRg/FThV64MdLYuitk14rF+/G4BcI/PmKl/M2D5qufAUErPU8gJFbi+uSJDKYsAHcw4Dt1yJgFlpW+CNC8q56sec8us26xK0=', 'CONFIRMED', NULL, '2026-11-25 16:26:53.921239+00');
INSERT INTO public.bookings VALUES ('01a21388-3773-73c6-9773-3eb0e219cc14', 'TK2S4Z8657', '01900000-0000-7000-8000-00000000c001', '2026-11-28', '09:30:00', '冰箱', '0d1bff270546bfdc22e36876d866e4d632487d672a0781252d4e261cb86bff37', 'AXBSI/XoOZLWXrJpvhC4hrTk9wmIqezS+TAFg8EsguMMjLaa+MlWlXYDEwIP5vh7nn/RUL2TwST82Uz+j/BhK5TAs8guGUsaDCA3GVJ+9ZPn503/gfp3ytV/OA6jOyn0Ptiml8wgL6+vl8fqV4ZJlJ1mN53dbwId5Ai/2ZadWW56HtVO4QNz0Ad1fPNH/UB5T0e0xrfgO6JtXDy8UPTviLfqZAgSAe0dhxjU6wI6DFs9DIqCamZ9YDQ0mXd3lqpJT1YoP82/Y8U4mnj4PZxRuif7Vq22w+Lhoo5jCHefRmiaT59A69tHalFSIhtoKpRiFXHvra9jsCi6VhHOmjzna60ONyljx2pz+5H89PHzEvCWN62ysEu6XodLi0pKmGFkuEgmgFi5ZZfHtczTiaOrMMP4YnrvSKH8EJ0cWoRX', 'ASSIGNED', '01900000-0000-7000-8000-00000000a001', '2026-11-25 16:27:03.923615+00');
INSERT INTO public.bookings VALUES ('01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', 'TKMTBXXBDM', '01900000-0000-7000-8000-00000000c002', '2026-11-28', '13:00:00', '热水器', 'e975039e74321d0c45bec1400b696303bc2a06a65978851847bcf0e7c439fa90', 'AZUIF7Wd2YnTAWMfIkF76Hdp6hp8U9cYtASZMAixPVS0OVa4gisNY29zvM/tFaSdPyYi9pRWp73DrlqwERjgnSNQa4jLP0Ei5dszb+mIZbDCmmCebDPecEL4KssmnX/1P0a5ApDK0VEJjzsN539wC0iTbiw2D80LV36hIjF9Vi5gGWTxEHi/n7wc9jw1zhLkNnOasA3U32mvHNlfTaiviIBOIU/DErkPg+yjU45kzVNNlAA68CsyQLlbe+Q6sbFUyw58tH7I4GIWzbjSXqNKMBySLZns4eT/GxO1d9LPSG7C9Ok9VG25ozifw3YqUO1w/fHbktose9YS3Sk+197DjtsUm2D/gbVAzayxvfKiBkWiu/nLL5/mag==', 'IN_PROGRESS', '01900000-0000-7000-8000-00000000a003', '2026-11-25 16:27:13.488939+00');
INSERT INTO public.bookings VALUES ('01a21388-659d-79db-b3c3-69b9de7829b0', 'TK66WFW9DR', '01900000-0000-7000-8000-00000000c001', '2026-11-29', '14:30:00', '油烟机', '3da257e7a5fb5949be0d751cc43ec9df42379402c8b36f1dd86f8b2366262d10', 'AbrG+qzSkVQV7NFEDTMANH6VHDdAnvK0ntAjKH8sizMGgp36zVlfy6OZIrLziqKBY79WGcp+N8tzAwxRw4TeEdnjEbis77crOEOq+RIva3vzysQIVwrOL/ogUuyMhg+a4EOMyfzuXGFfruxU7LRw/XIiE0CmHv8mGhtig4Kc60Wbb151no5as7NPgzPMpKrawDu7xhBZJEnBzqBCrEhucOyI/EVYSSUUYzeX/Unvu+GZkNeJt9B8Gu5GvZTF8iZu+Hr8qKQfl0Se9u6jg7GTk5FcpNMp+xrHby9uYARDNsS1gsi+CyIejHYXSBJBMcG57GJBocZruUYBilQsXgc/yUVrVoJp/vzNLsxnJlW5DpzZeZ7lx3gPZADcxVZwIqb4i/i67xvVfEW7R2o=', 'COMPLETED', '01900000-0000-7000-8000-00000000a001', '2026-11-25 16:27:15.741224+00');
INSERT INTO public.bookings VALUES ('01a21389-608f-7393-bd66-b7e072c7e31f', 'TK27C4B399', '01900000-0000-7000-8000-00000000c001', '2026-11-28', '16:00:00', NULL, 'cb59ccbc470dce09de8ca406073ad8deb0c2e12c27068d0570d3bfb6865f84b4', 'AUWugLLRDGQke+j6JdYifKpbFWk+KF6QRz3Ic0HC/SGbRkxUZ9NJM4GZUGsme0qZpIstgCC0c2iexZ/Qg4Wg5NaFroCQNs/MlaqBM+Ay9gAcg+wzDSi7ceu7QrlH1P3NaFVnIaq10VBEXzXdGfMYnUI3M4WBLejyBecaIswCpSbrirlYicVYXSPcrAZ7xvMWuXppQqthrgo43CnKo4bAry9DI17V2rbPiELCog3p+zliBhs8cU72LdWKTDg6ykuj8q9oSiUsbn9p+vz3NFyu2YyoilWsIMYbqUf5svWer4/1uPnZd7gTk1ml5BbZsrMuGPpOINKYj0g=', 'BOOKED', NULL, '2026-11-25 16:28:19.983286+00');
INSERT INTO public.idempotency_keys VALUES ('anonymous POST /API/PUBLIC/BOOKING', 'demo-1', '19d9dcf2f9449ad0cfc3da24464a601a0b89a629dde9235b48418d68596f4db4', 201, '{"ticketId":"01a21388-0a39-7c94-881d-c2c685aeccb4","ticketNo":"TKANX0QZC1","status":"BOOKED"}', 'application/json; charset=utf-8', '/api/tickets/01a21388-0a39-7c94-881d-c2c685aeccb4', NULL, '2026-11-25 16:26:52.004505+00');
INSERT INTO public.idempotency_keys VALUES ('anonymous POST /API/PUBLIC/BOOKING', 'demo-2', '4d4b1aeb86de16b515fbb35a1d325bffd36ead34a523f1df65dce0688b06ec60', 201, '{"ticketId":"01a21388-1061-79e4-8b50-7108d858a5bb","ticketNo":"TKA38EXEBP","status":"BOOKED"}', 'application/json; charset=utf-8', '/api/tickets/01a21388-1061-79e4-8b50-7108d858a5bb', NULL, '2026-11-25 16:26:53.877812+00');
INSERT INTO public.idempotency_keys VALUES ('anonymous POST /API/PUBLIC/BOOKING', 'demo-3', '5dc6a715f7f4711b7f75dfa071f1a0e3dcec2605f3d433263c86a8ce390cbc5d', 201, '{"ticketId":"01a21388-3773-73c6-9773-3eb0e219cc14","ticketNo":"TK2S4Z8657","status":"BOOKED"}', 'application/json; charset=utf-8', '/api/tickets/01a21388-3773-73c6-9773-3eb0e219cc14', NULL, '2026-11-25 16:27:03.88205+00');
INSERT INTO public.idempotency_keys VALUES ('anonymous POST /API/PUBLIC/BOOKING', 'demo-4', 'b74212b5d8fecd68c0f6eddff7a46d0307393a65ec06dd1201ed34d69673a48c', 201, '{"ticketId":"01a21388-5cd0-7d78-bb64-cd7c2cd99ef4","ticketNo":"TKMTBXXBDM","status":"BOOKED"}', 'application/json; charset=utf-8', '/api/tickets/01a21388-5cd0-7d78-bb64-cd7c2cd99ef4', NULL, '2026-11-25 16:27:13.451641+00');
INSERT INTO public.idempotency_keys VALUES ('anonymous POST /API/PUBLIC/BOOKING', 'demo-5', '01a4f8be92425b5d6b5ecbc572fd64204c2a674def49f5b79beb41fa9d8bae65', 201, '{"ticketId":"01a21388-659d-79db-b3c3-69b9de7829b0","ticketNo":"TK66WFW9DR","status":"BOOKED"}', 'application/json; charset=utf-8', '/api/tickets/01a21388-659d-79db-b3c3-69b9de7829b0', NULL, '2026-11-25 16:27:15.737555+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-9fab-08df4b10d3e3', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:22.283927+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-3515-08df4b10d3d5', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:22.288946+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-901c-08df4b10d3b8', '66f0abfd-1904-51ea-ff2a-7e3f233d72e0', '2026-11-25 16:26:22.330927+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-1364-08df4b10d32f', '66f0abfd-1904-51ea-ff2a-7e3f233d72e0', '2026-11-25 16:26:22.411028+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-bc33-08df4b10d3e3', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:22.412588+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-4069-08df4b10d7e6', '66f0abfd-1904-51ea-ff2a-7e3f233d72e0', '2026-11-25 16:26:22.886202+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-8cc4-08df4b10d806', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:22.913859+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-3be6-08df4b10d801', '66f0abfd-1904-51ea-ff2a-7e3f233d72e0', '2026-11-25 16:26:22.914312+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-238f-08df4b10d809', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:22.916867+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-313e-08df4b10d809', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:22.917056+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-2313-08df4b10da5b', '66f0abfd-1904-51ea-ff2a-7e3f233d72e0', '2026-11-25 16:26:26.601119+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-85b4-08df4b10da5e', '66f0abfd-1904-51ea-ff2a-7e3f233d72e0', '2026-11-25 16:26:26.614888+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-cadf-08df4b10da62', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:26.63478+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-defa-08df4b10da62', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:26.642375+00');
INSERT INTO public.inbox_message VALUES ('a92f0000-695b-00e7-c9f6-08df4b10da61', 'ec49e4d8-a6f8-9cc6-b55b-6d5dd6ec0db4', '2026-11-25 16:26:26.659754+00');
INSERT INTO public.inbox_message VALUES ('01a21388-0a39-7bda-b609-70d4cc39d20b', '0f307135-9e13-133e-f269-76c52d3cb853', '2026-11-25 16:26:59.839215+00');
INSERT INTO public.inbox_message VALUES ('01a21388-1061-77f9-962b-13bc2aab6dc6', '0f307135-9e13-133e-f269-76c52d3cb853', '2026-11-25 16:27:00.079099+00');
INSERT INTO public.inbox_message VALUES ('01a21388-34d0-79b5-9346-223056d898bf', 'b385579c-58cb-df58-6a34-f06b94c99cbb', '2026-11-25 16:27:03.882581+00');
INSERT INTO public.inbox_message VALUES ('01a21388-3773-7dc5-8cff-9248601bb197', '0f307135-9e13-133e-f269-76c52d3cb853', '2026-11-25 16:27:04.380996+00');
INSERT INTO public.inbox_message VALUES ('01a21388-42a9-7064-af5d-cef1c0d78369', 'b385579c-58cb-df58-6a34-f06b94c99cbb', '2026-11-25 16:27:06.964828+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5a7f-77af-a352-6d2ee92fe5c2', 'd9c68aef-a102-0d1f-1f8e-808cecede9d7', '2026-11-25 16:27:13.181167+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5cd0-7cea-a90c-8041b0ac9e4c', '0f307135-9e13-133e-f269-76c52d3cb853', '2026-11-25 16:27:13.867527+00');
INSERT INTO public.inbox_message VALUES ('01a21388-5f0d-7d78-ac2f-683558c10e6d', 'b385579c-58cb-df58-6a34-f06b94c99cbb', '2026-11-25 16:27:14.1965+00');
INSERT INTO public.inbox_message VALUES ('01a21388-624f-78ef-9300-4cce9dfb175b', 'd9c68aef-a102-0d1f-1f8e-808cecede9d7', '2026-11-25 16:27:15.016537+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6501-7c99-9456-0f8b6bee9703', 'b41fddec-06a7-385b-a0d7-a178aa7ffd0d', '2026-11-25 16:27:15.708915+00');
INSERT INTO public.inbox_message VALUES ('01a21388-659d-75b2-8a69-19062859b3a7', '0f307135-9e13-133e-f269-76c52d3cb853', '2026-11-25 16:27:15.784187+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6604-7e58-b65b-77b303b27e50', 'b385579c-58cb-df58-6a34-f06b94c99cbb', '2026-11-25 16:27:15.867315+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6aff-79ed-b150-d4ed75a3358b', 'd9c68aef-a102-0d1f-1f8e-808cecede9d7', '2026-11-25 16:27:17.261967+00');
INSERT INTO public.inbox_message VALUES ('01a21388-6c88-7ca6-bb61-8e1a85553f1b', 'b41fddec-06a7-385b-a0d7-a178aa7ffd0d', '2026-11-25 16:27:17.809905+00');
INSERT INTO public.inbox_message VALUES ('01a21388-9607-7b27-b448-9b874b6fade0', '1b50ddd0-d78f-c721-8682-86e22d19a34c', '2026-11-25 16:27:28.309828+00');
INSERT INTO public.outbox_message OVERRIDING SYSTEM VALUE VALUES (7, 'b82f0000-695b-00e7-6cbc-08df4b111e01', '2026-11-25 16:28:19.980869+00', '2026-11-25 16:28:19.980869+00', NULL, NULL, 'exchange:meida.booking.booking-submitted.v1', NULL, false, 'application/vnd.masstransit+json', '{
  "messageId": "b82f0000-695b-00e7-6cbc-08df4b111e01",
  "requestId": null,
  "correlationId": null,
  "conversationId": "b82f0000-695b-00e7-6d1a-08df4b111e01",
  "initiatorId": null,
  "sourceAddress": "rabbitmq://127.0.0.1:26211/one_MeidaBooking_bus_zyzoyydjmcyqqtq7bdxwsrgmfi?temporary=true",
  "destinationAddress": "exchange:meida.booking.booking-submitted.v1",
  "responseAddress": null,
  "faultAddress": null,
  "messageType": [
    "urn:message:Meida.Contracts.Booking:BookingSubmitted"
  ],
  "message": {
    "ticketId": "01a21389-608f-7393-bd66-b7e072c7e31f",
    "ticketNo": "TK27C4B399",
    "centerId": "01900000-0000-7000-8000-00000000c001",
    "appointmentDate": "2026-11-28",
    "appointmentTime": "16:00:00",
    "productModel": null,
    "sealedDetails": "AUWugLLRDGQke+j6JdYifKpbFWk+KF6QRz3Ic0HC/SGbRkxUZ9NJM4GZUGsme0qZpIstgCC0c2iexZ/Qg4Wg5NaFroCQNs/MlaqBM+Ay9gAcg+wzDSi7ceu7QrlH1P3NaFVnIaq10VBEXzXdGfMYnUI3M4WBLejyBecaIswCpSbrirlYicVYXSPcrAZ7xvMWuXppQqthrgo43CnKo4bAry9DI17V2rbPiELCog3p+zliBhs8cU72LdWKTDg6ykuj8q9oSiUsbn9p+vz3NFyu2YyoilWsIMYbqUf5svWer4/1uPnZd7gTk1ml5BbZsrMuGPpOINKYj0g=",
    "occurredAt": "2026-11-25T16:28:19.9832861+00:00"
  },
  "expirationTime": null,
  "sentTime": "2026-11-25T16:28:19.983686Z",
  "headers": {
    "MT-Activity-Id": "00-13d91bb192f210c15fa060b9e15c7aef-bbf575aafbb7e4fc-01"
  },
  "host": {
    "machineName": "one",
    "processName": "Meida.Booking",
    "processId": 12216,
    "assembly": "Meida.Booking",
    "assemblyVersion": "1.0.0.0",
    "frameworkVersion": "10.0.12",
    "massTransitVersion": "8.5.12.0",
    "operatingSystemVersion": "Unix 6.18.44.595"
  }
}', '{"MT-Activity-Id":"00-13d91bb192f210c15fa060b9e15c7aef-bbf575aafbb7e4fc-01"}', NULL, 0, NULL, NULL);
INSERT INTO public.service_centers VALUES ('01900000-0000-7000-8000-00000000c001', 1, '美大杭州服务中心', '{杭州,西湖区,上城区,拱墅区,滨江区,萧山区,余杭区,临平区,钱塘区,富阳区}', 'Asia/Shanghai');
INSERT INTO public.service_centers VALUES ('01900000-0000-7000-8000-00000000c002', 1, '美大上海服务中心', '{上海,浦东新区,黄浦区,徐汇区,长宁区,静安区,普陀区,虹口区,杨浦区,闵行区}', 'Asia/Shanghai');
INSERT INTO public.technicians VALUES ('01900000-0000-7000-8000-00000000a001', 1, 'AUVhdW1sSd9Rf3uIZwgYCST9rt0xJgRbbGKljIDfuaQjkiI=');
INSERT INTO public.technicians VALUES ('01900000-0000-7000-8000-00000000a003', 1, 'ATPAYbvGTbxrMi6YOXKaGjAU2vmCdk0j8zLj6gsozJ98Lg4=');
INSERT INTO public.technicians VALUES ('01900000-0000-7000-8000-00000000a002', 1, 'AYel1TqON2YP0nmPoJUKbNjrGJEOi+wA97C7RikTyX+aRYo=');
SELECT pg_catalog.setval('public.outbox_message_seq_seq', 7, true);
ALTER TABLE ONLY public."__EFMigrationsHistory"
    ADD CONSTRAINT pk___ef_migrations_history PRIMARY KEY (migration_id);
ALTER TABLE ONLY public.booking_status
    ADD CONSTRAINT pk_booking_status PRIMARY KEY (ticket_id, version);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT pk_bookings PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT pk_idempotency_keys PRIMARY KEY (scope, key);
ALTER TABLE ONLY public.inbox_message
    ADD CONSTRAINT pk_inbox_message PRIMARY KEY (message_id, consumer_id);
ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT pk_outbox_message PRIMARY KEY (seq);
ALTER TABLE ONLY public.service_centers
    ADD CONSTRAINT pk_service_centers PRIMARY KEY (id);
ALTER TABLE ONLY public.technicians
    ADD CONSTRAINT pk_technicians PRIMARY KEY (id);
CREATE INDEX ix_bookings_slot ON public.bookings USING btree (appointment_date, appointment_time, center_id) WHERE ((status)::text <> 'CANCELED'::text);
CREATE INDEX ix_idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at);
CREATE INDEX ix_inbox_received ON public.inbox_message USING btree (received_at);
CREATE INDEX ix_outbox_due ON public.outbox_message USING btree (not_before, seq) WHERE (parked_at IS NULL);
CREATE INDEX ix_outbox_parked ON public.outbox_message USING btree (parked_at) WHERE (parked_at IS NOT NULL);
CREATE INDEX ix_outbox_schedule ON public.outbox_message USING btree (schedule_token) WHERE (schedule_token IS NOT NULL);
CREATE UNIQUE INDEX ux_bookings_ticket_no ON public.bookings USING btree (ticket_no);
