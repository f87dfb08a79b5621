/** Names of what a network is made of, in the language of the page; what has no name yet keeps that of the definition. */
import { useTranslation } from 'react-i18next';

export function useNames() {
  const { t } = useTranslation('train');
  return {
    layer: (kind: string) => t(`layer.${kind}` as 'layer.dense', { defaultValue: kind }),
    activation: (kind: string) => t(`activation.${kind}` as 'activation.relu', { defaultValue: kind }),
    setting: (name: string) => t(`network.setting.${name}` as 'network.setting.units', { defaultValue: name }),
    choice: (value: string) => t(`choice.${value}` as 'choice.true', { defaultValue: value }),
  };
}
