namespace Meida.Tickets.Data;

/// <summary>What the database does by itself, beyond what Entity Framework can say; the migration runs it.</summary>
internal static class DatabaseCode
{
    /// <summary>
    /// Every character and every pair of neighbours of a text: words of one or two characters, which most Chinese words
    /// are, have no trigram to be found by. The estimate is the planner's, from its statistics of these grams. The cost keeps the planner from computing it row by row.
    /// </summary>
    public const string Grams =
        """
        create function ticket_grams(text) returns text[] language sql immutable strict parallel safe cost 10000 as $$
            select chars || array(select a || b from unnest(chars, chars[2:]) as pair(a, b) where b is not null)
            from (select string_to_array($1, null) as chars) split
        $$;
        create function ticket_query_grams(text) returns text[] language sql immutable strict parallel safe as $$
            select case when cardinality(chars) = 1 then chars
                        else array(select a || b from unnest(chars, chars[2:]) as pair(a, b) where b is not null) end
            from (select string_to_array(lower($1), null) as chars) split
        $$;
        create index ix_tickets_grams on tickets using gin (ticket_grams(search_text));
        create function ticket_gram_estimate(text) returns bigint language plpgsql volatile strict as $$
        declare plan json;
        begin
            execute format('explain (format json) select from tickets where ticket_grams(search_text) @> %L::text[]', ticket_query_grams($1))
            into plan;
            return (plan->0->'Plan'->>'Plan Rows')::float8::bigint;
        end $$;
        """;

    /// <summary>
    /// The search over all fields without difference of case and width: <c>Ｅ９</c> is <c>e9</c>. It takes the place of
    /// <c>search_text</c>, which the release before still reads.
    /// </summary>
    public const string Fold =
        """
        create function ticket_fold(text) returns text language sql immutable strict parallel safe as $$
            select lower(translate($1,
                U&'\FF01\FF02\FF03\FF04\FF05\FF06\FF07\FF08\FF09\FF0A\FF0B\FF0C\FF0D\FF0E\FF0F\FF10\FF11\FF12\FF13\FF14\FF15\FF16\FF17\FF18\FF19\FF1A\FF1B\FF1C\FF1D\FF1E\FF1F\FF20\FF21\FF22\FF23\FF24\FF25\FF26\FF27\FF28\FF29\FF2A\FF2B\FF2C\FF2D\FF2E\FF2F\FF30\FF31\FF32\FF33\FF34\FF35\FF36\FF37\FF38\FF39\FF3A\FF3B\FF3C\FF3D\FF3E\FF3F\FF40\FF41\FF42\FF43\FF44\FF45\FF46\FF47\FF48\FF49\FF4A\FF4B\FF4C\FF4D\FF4E\FF4F\FF50\FF51\FF52\FF53\FF54\FF55\FF56\FF57\FF58\FF59\FF5A\FF5B\FF5C\FF5D\FF5E\3000',
                '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~ '))
        $$;
        """;

    /// <summary>The indexes and the estimate of that search; those of the former one are not written any more.</summary>
    public const string Searched =
        """
        drop index if exists ix_tickets_grams;
        create index ix_tickets_searched_grams on tickets using gin (ticket_grams(searched));
        create function ticket_search_estimate(text) returns bigint language plpgsql volatile strict as $$
        declare plan json;
        begin
            execute format('explain (format json) select from tickets where ticket_grams(searched) @> %L::text[]', ticket_query_grams($1))
            into plan;
            return (plan->0->'Plan'->>'Plan Rows')::float8::bigint;
        end $$;
        """;

    /// <summary>Finds a serial number, or a part of one, among the tickets that have one.</summary>
    public const string Serials = "create index ix_tickets_serial on tickets using gin (upper(serial_number) gin_trgm_ops) where serial_number is not null;";

    /// <summary>
    /// Settings of every session of this database: many short queries. A bitmap of a common word stays exact in this
    /// memory, compiling or sharing out a query would take longer than the query, and pages are in memory mostly.
    /// </summary>
    public const string Settings =
        """
        do $$
        begin
            execute format('alter database %I set work_mem = ''32MB''', current_database());
            execute format('alter database %I set jit = off', current_database());
            execute format('alter database %I set max_parallel_workers_per_gather = 0', current_database());
            execute format('alter database %I set random_page_cost = 1.1', current_database());
        end $$;
        """;

    /// <summary>Wakes the change feeds of all processes when a transaction with new events is committed.</summary>
    public const string Notify =
        """
        create function notify_ticket_events() returns trigger language plpgsql as $$
        begin
            perform pg_notify('ticket_events', '');
            return null;
        end $$;
        create trigger ticket_events_notify after insert on ticket_events
            for each statement execute function notify_ticket_events();
        """;

    /// <summary>The same for those events alone that are not announced; whoever commits the others rings for them.</summary>
    public const string NotifyUnannounced =
        """
        create or replace trigger ticket_events_notify after insert on ticket_events
            for each row when (new.action not in ('BOOKED', 'CONFIRMED', 'RESCHEDULED', 'ASSIGNED', 'REASSIGNED', 'ASSIGNMENT_FAILED',
                'RETURNED', 'STARTED', 'COMPLETED', 'CANCELED'))
            execute function notify_ticket_events();
        """;

    /// <summary>Six digits that nobody can guess from others.</summary>
    public const string VerificationCode = "lpad((('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8))::bit(32)::bigint % 1000000)::text, 6, '0')";

    /// <summary>Takes both back.</summary>
    public const string Drop =
        """
        drop trigger if exists ticket_events_notify on ticket_events;
        drop function if exists notify_ticket_events();
        drop index if exists ix_tickets_grams;
        drop function if exists ticket_grams(text), ticket_query_grams(text), ticket_gram_estimate(text);
        """;
}
