/** A digit as the network sees it. */
export { GrayImage as DigitImage } from '@/ui';
