import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  name: string;
  type: 'bar' | 'line';
  /** Null where there is nothing to measure. */
  values: (number | null)[];
}

export interface Chart {
  title: string;
  categories: string[];
  series: Series[];
  /** Names on the left, bars to the right: for long names. */
  lying?: boolean;
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function draw(element: HTMLElement, chart: Chart): ECharts {
  const drawn = init(element, null, { renderer: 'canvas' });
  update(drawn, chart);
  return drawn;
}

export function update(drawn: ECharts, { title, categories, series, lying }: Chart): void {
  const muted = token('--muted');
  const names = { type: 'category' as const, data: categories, inverse: lying, axisLabel: { color: muted, hideOverlap: true }, axisTick: { show: false } };
  const numbers = { type: 'value' as const, minInterval: 1, axisLabel: { color: muted }, splitLine: { lineStyle: { color: token('--line-soft') } } };
  drawn.setOption({
    color: [token('--primary'), token('--success'), token('--warning')],
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    // The HTML tooltip would need inline styles, which the Content-Security-Policy forbids.
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' } },
    aria: { enabled: true, decal: { show: series.length > 1 }, label: { general: { withTitle: title, withoutTitle: title } } },
    legend: series.length > 1 ? { top: 0, left: 0, textStyle: { color: token('--text') } } : undefined,
    grid: { left: 4, right: 12, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: series.map(({ name, type, values }) => ({ name, type, data: values, barMaxWidth: 28, symbolSize: 7, lineStyle: { width: 2 } })),
  }, true);
}
