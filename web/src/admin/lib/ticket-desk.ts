import { computed, onScopeDispose, ref, type Ref } from 'vue';
import { ApiError, get } from '../../shared/api/client';
import type { Assignment, StreamEvent, Ticket } from '../../shared/api/types';
import { failureText, reasonText, t, type Key } from '../text';
import { whyNot } from './actions';
import { command, endOf, loadTicket, type CommandName } from './commands';
import { conflictOf, type Conflict } from './conflict';
import { notify } from './notify';

interface Wish {
  name: CommandName;
  body?: Record<string, unknown>;
}

export interface DeskOptions {
  /** This page has saved a version; its echo on the stream is no news. */
  saved: (ticket: Ticket) => void;
  done: (name: CommandName) => void;
  /** The command made another ticket of it. */
  made: (ticket: Ticket) => void;
}

const doneTexts: Record<CommandName, Key> = {
  confirm: 'doneConfirm', assign: 'doneAssign', start: 'doneStart', complete: 'doneComplete',
  reschedule: 'doneReschedule', edit: 'doneEdit', cancel: 'doneCancel', return: 'doneReturn', priority: 'donePriority', 'follow-up': 'doneFollowUp', erase: 'doneErase',
};

const pollAssignment = 2_000;

/** One opened ticket: what is on the screen, what is being done to it, and what came between. */
export function useTicketDesk({ saved, done, made }: DeskOptions) {
  const ticket: Ref<Ticket | null> = ref(null);
  const error = ref<unknown>(null);
  const busy = ref<CommandName | null>(null);
  const failure = ref('');
  const conflict = ref<Conflict | null>(null);
  const assigning = ref(false);
  let wish: Wish | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading: AbortController | undefined;

  const canApply = computed(() => conflict.value !== null && wish !== null && whyNot(wish.name, conflict.value.latest) === null);

  async function load(id: string, quiet = false): Promise<void> {
    reading?.abort();
    const mine = (reading = new AbortController());
    if (!quiet) {
      ticket.value = null;
      conflict.value = null;
      failure.value = '';
      stopWaiting();
    }
    error.value = null;
    try {
      ticket.value = await loadTicket(id, mine.signal);
      conflict.value = null;
    } catch (failed) {
      if (failed instanceof ApiError && (failed.kind === 'aborted' || failed.status === 401)) return;
      // A quiet look that fails leaves what is on the screen.
      if (!quiet) error.value = failed;
    }
  }

  async function run(name: CommandName, body?: Record<string, unknown>): Promise<void> {
    if (!ticket.value || busy.value) return;
    const seen = ticket.value;
    wish = { name, body };
    busy.value = name;
    failure.value = '';
    conflict.value = null;
    try {
      const answer = await command(name, seen, body);
      if (answer.ticket.id !== seen.id) {
        wish = null;
        notify(t(doneTexts[name], { no: answer.ticket.ticketNo }));
        return made(answer.ticket);
      }
      ticket.value = answer.ticket;
      saved(answer.ticket);
      if (answer.pending) waitForAssignment(answer.ticket);
      else finished(name);
    } catch (failed) {
      await refused(seen, failed);
    } finally {
      busy.value = null;
    }
  }

  function finished(name: CommandName): void {
    wish = null;
    assigning.value = false;
    notify(t(doneTexts[name], { name: ticket.value?.technicianName ?? '' }));
    done(name);
  }

  async function refused(seen: Ticket, failed: unknown): Promise<void> {
    if (failed instanceof ApiError && failed.status === 401) return;
    if (failed instanceof ApiError && failed.status === 412) {
      try {
        conflict.value = conflictOf(seen, await loadTicket(seen.id));
        return;
      } catch (second) {
        failure.value = failureText(second);
        return;
      }
    }
    failure.value = failureText(failed);
    if (failed instanceof ApiError && (failed.slug === 'illegal-transition' || failed.slug === 'concurrent-change')) await load(seen.id, true);
  }

  function takeLatest(): void {
    if (!conflict.value) return;
    ticket.value = conflict.value.latest;
    conflict.value = null;
    wish = null;
  }

  async function applyToLatest(): Promise<void> {
    if (!conflict.value || !wish) return;
    const again = wish;
    takeLatest();
    await run(again.name, again.body);
  }

  // The stream usually tells first; asking as well covers a stream that is down.
  function waitForAssignment(before: Ticket): void {
    assigning.value = true;
    clearTimeout(timer);
    timer = setTimeout(() => void askAssignment(before), pollAssignment);
  }

  async function askAssignment(before: Ticket): Promise<void> {
    try {
      const assignment = await get<Assignment>(`/api/tickets/${encodeURIComponent(before.id)}/assignment`);
      if (!assigning.value || ticket.value?.id !== before.id) return;
      const end = endOf(assignment);
      if (end === 'failed') {
        assigning.value = false;
        failure.value = reasonText(assignment.reason, assignment.refusedFor);
        await load(before.id, true);
        return;
      }
      if (end === 'done') return await assignmentDone(before.id);
    } catch {
      // Ask again.
    }
    if (assigning.value) waitForAssignment(before);
  }

  async function assignmentDone(id: string): Promise<void> {
    stopWaiting();
    await load(id, true);
    if (ticket.value) saved(ticket.value);
    finished('assign');
  }

  function stopWaiting(): void {
    clearTimeout(timer);
    assigning.value = false;
  }

  /** News of this ticket from the stream. While somebody types, the screen stays and the server's 412 tells. */
  async function changed(event: StreamEvent, typing: boolean): Promise<boolean> {
    const shown = ticket.value;
    if (!shown || shown.id !== event.ticketId || event.version < shown.version || busy.value) return false;
    if (assigning.value && event.status === 'ASSIGNED' && event.version > shown.version) {
      await assignmentDone(shown.id);
      return false;
    }
    if (typing || conflict.value) return false;
    await load(shown.id, true);
    return true;
  }

  onScopeDispose(stopWaiting);
  return { ticket, error, busy, failure, conflict, assigning, canApply, load, run, takeLatest, applyToLatest, changed };
}
