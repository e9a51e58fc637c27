import { describe, expect, it } from 'vitest';
import { csv, csvCell } from '../src/admin/lib/csv';

describe('a CSV cell', () => {
  it('is never a formula', () => {
    expect(csvCell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
    expect(csvCell('@SUM')).toBe("'@SUM");
    expect(csvCell(-3)).toBe('-3');
  });

  it('is quoted when it must be, and the file says it is UTF-8', () => {
    expect(csv([['a,b', '王师傅', 1]])).toBe('\ufeff"a,b",王师傅,1\r\n');
  });
});
