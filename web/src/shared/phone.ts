const mobile = /^1[3-9]\d{9}$/;
const landLine = /^0(?:10|2\d)[1-9]\d{7}$|^0[3-9]\d{2}[1-9]\d{6,7}$/;

/** Digits only, or null when it is neither a mainland mobile number nor a land line with its area code. */
export function parsePhone(typed: string): string | null {
  const plain = typed
    .trim()
    .replace(/[０-９]/g, digit => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/＋/g, '+')
    .replace(/[ \u3000\u00a0\-－‐–—().（）·]/g, '');
  const national = plain.replace(/^(?:\+86|0086)/, '');
  if (mobile.test(national)) return national;
  if (landLine.test(national)) return national;
  // Abroad the area code loses its zero: +86 571 8888 6666.
  if (national !== plain && landLine.test(`0${national}`)) return `0${national}`;
  return null;
}

export function maskPhone(phone: string): string {
  return phone.length <= 7 ? phone : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
