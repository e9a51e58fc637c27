import { notify } from './notify';
import { t } from '../text';

export async function copyText(text: string): Promise<void> {
  // The clipboard exists in secure contexts only; elsewhere the text is there to be selected.
  await navigator.clipboard?.writeText(text).then(() => notify(`${t('copied')} ${text}`), () => undefined);
}
