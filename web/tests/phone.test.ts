import { describe, expect, it } from 'vitest';
import { maskPhone, parsePhone } from '../src/shared/phone';

describe('a telephone number', () => {
  it.each([
    ['13800138000', '13800138000'],
    [' 138 0013 8000 ', '13800138000'],
    ['+86 138-0013-8000', '13800138000'],
    ['0086 13800138000', '13800138000'],
    ['１３８００１３８０００', '13800138000'],
    ['0571-8888 6666', '057188886666'],
    ['(010) 6552 9988', '01065529988'],
    ['+86 571 8888 6666', '057188886666'],
  ])('%s is %s', (typed, digits) => expect(parsePhone(typed)).toBe(digits));

  it.each(['', '12800138000', '1380013800', '138001380000', '88886666', '+1 415 555 2671', '13800138o00', '0571-1'])('%s is none', typed =>
    expect(parsePhone(typed)).toBeNull());

  it('is shown with its middle hidden', () => {
    expect(maskPhone('13800138000')).toBe('138****8000');
    expect(maskPhone('057188886666')).toBe('057****6666');
  });
});
