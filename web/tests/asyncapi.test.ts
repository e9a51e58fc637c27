// @vitest-environment node
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';

interface Channel { address: string; bindings: { amqp: { exchange: { name: string; type: string } } } }
interface Document {
  channels: Record<string, Channel>;
  components: { schemas: Record<string, { properties: Record<string, { description?: string }> }> };
}

const text = readFileSync(new URL('../../Contracts/asyncapi.json', import.meta.url), 'utf8');
const fresh = () => JSON.parse(text) as Document;
const routingKeys = [
  'technician.changed', 'ticket.assigned', 'ticket.assignment-failed', 'ticket.booked', 'ticket.canceled', 'ticket.completed',
  'ticket.confirmed', 'ticket.receipt-removed', 'ticket.receipt-uploaded', 'ticket.rescheduled', 'ticket.returned', 'ticket.started',
];

async function findings(document: Document) {
  const { diagnostics, document: parsed } = await new Parser().parse(JSON.stringify(document));
  // 0 is an error, 1 a warning; what is left are suggestions.
  return { serious: diagnostics.filter(found => found.severity <= 1).map(found => `${found.path.join('.')}: ${found.message}`), parsed };
}

describe('the AsyncAPI document', { timeout: 120_000 }, () => {
  it('is valid to the AsyncAPI project’s own parser, without a warning', async () => {
    const { serious, parsed } = await findings(fresh());
    expect(serious).toEqual([]);
    expect(parsed!.version()).toBe('3.0.0');
    expect(parsed!.channels().all().map(channel => channel.address()).sort()).toEqual(routingKeys);
    expect(parsed!.operations().all().every(operation => operation.isSend())).toBe(true);
  });

  it('names the exchange on every channel', () => {
    for (const channel of Object.values(fresh().channels))
      expect(channel.bindings.amqp.exchange).toMatchObject({ name: 'meida.events', type: 'topic' });
  });

  it('describes every field of every event', () => {
    for (const [event, schema] of Object.entries(fresh().components.schemas)) {
      for (const [field, property] of Object.entries(schema.properties))
        expect(property.description, `${event}.${field}`).toBeTruthy();
    }
  });

  it('has an example for every message that fits its schema', async () => {
    const { parsed } = await findings(fresh());
    const messages = parsed!.allMessages().all();
    expect(messages.map(message => message.title()).sort()).toEqual(routingKeys);
    for (const message of messages) {
      const fits = addFormats(new Ajv({ strict: false })).compile(message.payload()!.json());
      const example = message.examples().all()[0]!.payload() as { type: string; data: object };
      expect(example.type).toBe(message.title());
      expect(fits(example), `${message.name()}: ${JSON.stringify(fits.errors)}`).toBe(true);
      expect(fits({ ...example, data: { ...example.data, occurredAt: 'yesterday' } }), 'a wrong one does not fit').toBe(false);
    }
  });

  it('would not pass with a reference to nowhere', async () => {
    const broken = JSON.parse(text.replaceAll('#/components/messages/TicketBooked', '#/components/messages/TicketNowhere')) as Document;
    expect((await findings(broken)).serious).not.toEqual([]);
  });
});
