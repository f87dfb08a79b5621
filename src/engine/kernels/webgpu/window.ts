/** The numbers of a sliding window for a shader, and the arithmetic that every such shader shares. */
import type { Shape } from '@/core/graph/types';
import { axesOf, type Pair, type WindowAttrs } from '@/core/ops/window';

/** Uniforms of a window of `size` over images of this shape. */
export function windowUniforms(image: Shape, size: Pair, attrs: WindowAttrs): Record<string, number> {
  const [rows, columns] = axesOf(image, size, attrs);
  return {
    samples: image[0],
    height: rows.length,
    width: columns.length,
    channels: image[3],
    rows: rows.positions,
    columns: columns.positions,
    windowRows: rows.size,
    windowColumns: columns.size,
    rowStride: rows.stride,
    columnStride: columns.stride,
    rowDilation: rows.dilation,
    columnDilation: columns.dilation,
    top: rows.before,
    left: columns.before,
  };
}

/** Where a window's cell lies in the image; -1 when it is padding. */
export const WINDOW_FUNCTIONS = `
  fn imageRow(position : i32, cell : i32) -> i32 {
    let at = position * uniforms.rowStride - uniforms.top + cell * uniforms.rowDilation;
    return select(-1, at, at >= 0 && at < uniforms.height);
  }
  fn imageColumn(position : i32, cell : i32) -> i32 {
    let at = position * uniforms.columnStride - uniforms.left + cell * uniforms.columnDilation;
    return select(-1, at, at >= 0 && at < uniforms.width);
  }
  // The window whose cell lies on a row of the image; -1 when there is none.
  fn windowRow(at : i32, cell : i32) -> i32 {
    let start = at + uniforms.top - cell * uniforms.rowDilation;
    let position = start / uniforms.rowStride;
    return select(-1, position, start >= 0 && start % uniforms.rowStride == 0 && position < uniforms.rows);
  }
  fn windowColumn(at : i32, cell : i32) -> i32 {
    let start = at + uniforms.left - cell * uniforms.columnDilation;
    let position = start / uniforms.columnStride;
    return select(-1, position, start >= 0 && start % uniforms.columnStride == 0 && position < uniforms.columns);
  }
`;
