/** The catalogue of this view by keys that are put together at run time. A unit test goes through all of them. */
import { useTranslation } from 'react-i18next';

export type FlowWords = (key: string, params?: Record<string, unknown>) => string;

export function useFlowWords(): FlowWords {
  const { t } = useTranslation('flow');
  return t as unknown as FlowWords;
}
