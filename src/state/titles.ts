/** Where the title of a template stands in the catalogues: with the cards of the gallery, or with the examples. */
import { PRESETS, type PresetId } from '@/core/network/presets';
import type { TemplateId } from '@/core/network/templates';

type WithoutCard = Exclude<PresetId, 'xor'>;
export type TitleKey = `gallery:items.${Exclude<TemplateId, WithoutCard>}.title` | `presets:items.${WithoutCard}.title`;

const isExample = (template: TemplateId): template is WithoutCard =>
  template !== 'xor' && Object.hasOwn(PRESETS, template);

/** For `t` of `useTranslation(['gallery', 'presets'])`. */
export const titleKey = (template: TemplateId): TitleKey =>
  isExample(template) ? `presets:items.${template}.title` : `gallery:items.${template}.title`;
