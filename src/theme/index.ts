/** Colours, scales and the names of phases. Sizes and colours as CSS variables are in tokens.css. */
export { PHASE_COLOR, PHASE_SOFT, SIGN_COLOR } from './phases';
export {
  type ColorScale,
  colorOf,
  colorTable,
  cssColorOf,
  NOT_A_NUMBER,
  paint,
  pictureScale,
  type ScaleKind,
  scaleFor,
  scaleIndex,
  type ThemeName,
} from './scales';
export { useThemeName } from './useThemeName';
