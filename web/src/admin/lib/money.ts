import type { Fees, Part } from '../../shared/api/types';

/** The API counts in fen. */
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

/** What somebody typed in yuan, in fen; null when it is no amount. Empty is nothing to pay. */
export function fenOf(typed: string): number | null {
  const plain = typed.trim().replace(/^[¥￥]/, '').replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  if (plain === '') return 0;
  const [, whole = '', part = ''] = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(plain) ?? [];
  return whole === '' ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

export interface TypedPart {
  code: string;
  name: string;
  quantity: string;
  price: string;
  oldPartReturned: boolean;
}

export interface TypedReport {
  resolution: string;
  faultCode: string;
  parts: TypedPart[];
  labour: string;
  travel: string;
  chargeReason: string;
  verificationCode: string;
}

export const emptyReport = (): TypedReport => ({ resolution: '', faultCode: '', parts: [], labour: '', travel: '', chargeReason: '', verificationCode: '' });
export const emptyPart = (): TypedPart => ({ code: '', name: '', quantity: '1', price: '', oldPartReturned: false });

export interface Report {
  resolution?: string;
  faultCode?: string;
  parts?: Part[];
  fees?: Fees;
  chargeReason?: string;
  verificationCode?: string;
}

export function partOf(typed: TypedPart): Part | null {
  const [code, name, quantity, unitPrice] = [typed.code.trim(), typed.name.trim(), Number(typed.quantity), fenOf(typed.price)];
  if (!code || !name || !Number.isInteger(quantity) || quantity < 1 || unitPrice === null) return null;
  return { code, name, quantity, unitPrice, ...(typed.oldPartReturned ? { oldPartReturned: true } : {}) };
}

/** What is left empty is not sent: completing a ticket needs none of it. */
export function reportOf(typed: TypedReport): Report | undefined {
  const parts = typed.parts.map(partOf).filter((part): part is Part => part !== null);
  const fees = typed.labour.trim() || typed.travel.trim() ? { labour: fenOf(typed.labour) ?? 0, travel: fenOf(typed.travel) ?? 0 } : undefined;
  const report: Report = {
    ...(typed.resolution.trim() ? { resolution: typed.resolution.trim() } : {}),
    ...(typed.faultCode.trim() ? { faultCode: typed.faultCode.trim() } : {}),
    ...(parts.length > 0 ? { parts } : {}),
    ...(fees ? { fees } : {}),
    ...(typed.chargeReason.trim() ? { chargeReason: typed.chargeReason.trim() } : {}),
    ...(typed.verificationCode.trim() ? { verificationCode: typed.verificationCode.trim() } : {}),
  };
  return Object.keys(report).length > 0 ? report : undefined;
}
