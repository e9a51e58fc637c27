import { expect, it } from 'vitest';
import { emptyPart, emptyReport, fenOf, reportOf, yuan } from '../src/admin/lib/money';

it('is typed in yuan and sent in fen, without a rounding error', () => {
  expect(['', '80', '80.5', '19.99', '￥１２', '1.005', 'x', '-1'].map(fenOf)).toEqual([0, 8000, 8050, 1999, 1200, null, null, null]);
  expect([yuan(0), yuan(1999), yuan(8050)]).toEqual(['¥0.00', '¥19.99', '¥80.50']);
});

it('of a report are sent the fields that were filled in, and none when none was', () => {
  expect(reportOf(emptyReport())).toBeUndefined();
  expect(reportOf({ ...emptyReport(), resolution: ' 换点火针 ', travel: '30', parts: [{ ...emptyPart(), code: 'P1', name: '点火针', price: '12.5' }] })).toEqual({
    resolution: '换点火针',
    parts: [{ code: 'P1', name: '点火针', quantity: 1, unitPrice: 1250 }],
    fees: { labour: 0, travel: 3000 },
  });
});
