/** Parts that know nothing of networks' meaning. Words come with the props, or from the `ui` catalogue. */
import './ui.css';

export { Button, type ButtonProps, IconButton, type IconButtonProps } from './Button';
export { Formula, type FormulaPart, type FormulaParts, type FormulaProps } from './Formula';
export { measured, percent, whole } from './format';
export { GrayImage, type GrayImageProps } from './GrayImage';
export { Heatmap, type HeatmapProps } from './Heatmap';
export { Legend, type LegendItem } from './Legend';
export { NumberField, type NumberFieldProps } from './NumberField';
export { type NumberProblem, type NumberRule, readNumber, stepNumber, writeNumber } from './number';
export { OnDemandPopover, type OnDemandPopoverProps } from './OnDemandPopover';
export { Panel, type PanelProps } from './Panel';
export { PlayButtons, type PlayButtonsProps } from './PlayButtons';
export { type PadPoint, type PadRange, PointPad, type PointPadProps } from './PointPad';
export { ProgressBar, type ProgressBarProps } from './ProgressBar';
export { Scrubber, type ScrubberProps, type ScrubberStretch } from './Scrubber';
export { Segmented, type SegmentedOption, type SegmentedProps } from './Segmented';
export { copyText, saveFile } from './saveFile';
export { axisUpTo, ticksBetween, ticksUpTo } from './ticks';
export { ValueTable, type ValueTableProps } from './ValueTable';
export { VisuallyHidden } from './VisuallyHidden';
