import type { BookingRequest, Slot } from './api/types';
import { addDays, isDay, today } from './dates';
import type { common } from './i18n/common';
import { parsePhone } from './phone';

export type BookingField =
  | 'customerName' | 'customerPhone' | 'address' | 'centerId' | 'productModel'
  | 'appointmentDate' | 'appointmentTime' | 'issueDesc';
export type BookingAnswers = Record<BookingField, string>;
export type MessageKey = keyof typeof common;
export type FieldMessages = Partial<Record<BookingField, MessageKey>>;

export const bookingDays = 60;

/** In the order of the form, which is also the order of the list of errors. */
export const messages: Record<BookingField, MessageKey> = {
  customerName: 'badName',
  customerPhone: 'badPhone',
  address: 'badAddress',
  centerId: 'badCenter',
  productModel: 'badProduct',
  issueDesc: 'badIssue',
  appointmentDate: 'badDate',
  appointmentTime: 'badSlot',
};

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const length = (text: string) => [...text.trim()].length;
const within = (text: string, least: number, most: number) => length(text) >= least && length(text) <= most;

export const emptyAnswers = (): BookingAnswers => ({
  customerName: '', customerPhone: '', address: '', centerId: '', productModel: '',
  appointmentDate: '', appointmentTime: '', issueDesc: '',
});

/** The server repeats every one of these checks; this copy only answers sooner. */
export function checkBooking(answers: BookingAnswers, slots: readonly Slot[] | null, now: Date = new Date()): FieldMessages {
  const found: FieldMessages = {};
  const first = today(now);
  if (!within(answers.customerName, 1, 50)) found.customerName = messages.customerName;
  if (!parsePhone(answers.customerPhone)) found.customerPhone = messages.customerPhone;
  if (!within(answers.address, 5, 200)) found.address = messages.address;
  if (!within(answers.productModel, 0, 100)) found.productModel = messages.productModel;
  if (!isDay(answers.appointmentDate) || answers.appointmentDate < first || answers.appointmentDate > addDays(first, bookingDays))
    found.appointmentDate = messages.appointmentDate;
  if (!isOpen(answers.appointmentTime, slots)) found.appointmentTime = messages.appointmentTime;
  if (!within(answers.issueDesc, 1, 2000)) found.issueDesc = messages.issueDesc;
  for (const field of ['customerName', 'address', 'productModel', 'issueDesc'] as const)
    if (controls.test(answers[field])) found[field] = 'controlCharacters';
  return found;
}

function isOpen(time: string, slots: readonly Slot[] | null): boolean {
  if (!/^\d{2}:\d{2}$/.test(time)) return false;
  return slots === null || slots.some(slot => slot.time === time && slot.remaining !== 0);
}

/** Codes of the server's validation problem, in the words of this page. */
export function serverMessages(codes: Record<string, string[]> | undefined, errors: Record<string, string[]> | undefined): FieldMessages {
  const found: FieldMessages = {};
  for (const field of Object.keys({ ...errors, ...codes })) {
    if (!(field in messages)) continue;
    found[field as BookingField] = codes?.[field]?.includes('control-characters') ? 'controlCharacters' : messages[field as BookingField];
  }
  return found;
}

export function toRequest(answers: BookingAnswers): BookingRequest {
  return {
    customerName: answers.customerName.trim(),
    customerPhone: answers.customerPhone.trim(),
    address: answers.address.trim(),
    appointmentDate: answers.appointmentDate,
    appointmentTime: answers.appointmentTime,
    issueDesc: answers.issueDesc.trim(),
    ...(answers.centerId ? { centerId: answers.centerId } : {}),
    ...(answers.productModel.trim() ? { productModel: answers.productModel.trim() } : {}),
  };
}
