/** Pictures of the page as files: SVG that stands alone, and PNG made from it. */
import { drawingOf } from './drawing';
import { fontRules } from './fonts';
import { element } from './svg';

export interface Picture {
  /** The whole file. */
  svg: string;
  width: number;
  height: number;
}

/** Lasts for as long as it takes to read the looks of the page: nothing of it is ever painted. */
function inPrint<T>(read: () => T): T {
  const root = document.documentElement;
  const { theme, contrast } = root.dataset;
  const still = document.createElement('style');
  still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important }';
  document.head.append(still);
  root.dataset.theme = 'light';
  delete root.dataset.contrast;
  try {
    return read();
  } finally {
    if (theme !== undefined) root.dataset.theme = theme;
    if (contrast !== undefined) root.dataset.contrast = contrast;
    // What the change back would set in motion is over before movement is allowed again.
    void root.offsetWidth;
    still.remove();
  }
}

/** A part of the page as it is; `print`: on white, in the colours for paper. */
export async function pictureOf(root: Element, title: string, print: boolean): Promise<Picture> {
  const ground = () => (print ? '#fff' : getComputedStyle(document.documentElement).getPropertyValue('--panel').trim());
  const draw = () => drawingOf(root, ground(), title);
  const { svg, width, height } = print ? inPrint(draw) : draw();
  const fonts = await fontRules(svg);
  if (fonts !== '') {
    const style = element('style');
    style.textContent = fonts;
    svg.prepend(style);
  }
  const text = new XMLSerializer().serializeToString(svg);
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, width, height };
}

/** Points of a PNG for one CSS pixel, and the most on a side that every browser can hold. */
const DENSITY = 2;
const MOST = 8192;

/** The picture as PNG, at twice the size of the page. */
export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const scale = Math.min(DENSITY, MOST / width, MOST / height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const pen = canvas.getContext('2d');
    pen?.scale(scale, scale);
    // The first drawing has the browser load the typefaces inside; the second has them.
    pen?.drawImage(image, 0, 0, width, height);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    pen?.drawImage(image, 0, 0, width, height);
  } finally {
    URL.revokeObjectURL(address);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG'))), 'image/png');
  });
}
