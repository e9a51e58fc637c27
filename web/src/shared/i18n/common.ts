import type { Table } from '.';

export const common = {
  BOOKED: { 'zh-CN': '待确认', en: 'Booked' },
  CONFIRMED: { 'zh-CN': '已确认', en: 'Confirmed' },
  ASSIGNED: { 'zh-CN': '已派工', en: 'Assigned' },
  IN_PROGRESS: { 'zh-CN': '服务中', en: 'In progress' },
  COMPLETED: { 'zh-CN': '已完成', en: 'Completed' },
  CANCELED: { 'zh-CN': '已取消', en: 'Canceled' },

  otherLanguage: { 'zh-CN': 'English', en: '中文' },
  retry: { 'zh-CN': '重试', en: 'Try again' },
  loading: { 'zh-CN': '正在加载…', en: 'Loading…' },
  copy: { 'zh-CN': '复制', en: 'Copy' },
  copied: { 'zh-CN': '已复制', en: 'Copied' },

  offline: { 'zh-CN': '网络不稳定，内容已保留，请重试', en: 'Network problem. Your answers are kept; try again' },
  timeout: { 'zh-CN': '服务器响应超时，内容已保留，请重试', en: 'The server took too long. Your answers are kept; try again' },
  tooMany: { 'zh-CN': '操作太频繁，请 {n} 秒后再试', en: 'Too many tries. Wait {n} s' },
  unavailable: { 'zh-CN': '服务暂时不可用（编号 {trace}）', en: 'Service unavailable (ref {trace})' },
  refused: { 'zh-CN': '无法完成操作（编号 {trace}）', en: 'Could not do that (ref {trace})' },

  customerName: { 'zh-CN': '姓名', en: 'Name' },
  customerPhone: { 'zh-CN': '联系电话', en: 'Phone' },
  address: { 'zh-CN': '上门地址', en: 'Address' },
  centerId: { 'zh-CN': '服务网点', en: 'Service center' },
  productModel: { 'zh-CN': '产品型号', en: 'Product' },
  appointmentDate: { 'zh-CN': '上门日期', en: 'Date' },
  appointmentTime: { 'zh-CN': '上门时间段', en: 'Arrival window' },
  issueDesc: { 'zh-CN': '故障描述', en: 'What is wrong' },
  ticketNo: { 'zh-CN': '工单号', en: 'Ticket number' },

  badName: { 'zh-CN': '请填写姓名（1–50 个字）', en: 'Enter a name, 1 to 50 characters' },
  badPhone: {
    'zh-CN': '请填写 11 位手机号或带区号的座机号，例如 138 0013 8000、0571-8888 6666',
    en: 'Enter an 11-digit Chinese mobile number or a land line with area code, like 138 0013 8000 or 0571-8888 6666',
  },
  badAddress: { 'zh-CN': '请填写详细地址（5–200 个字）', en: 'Enter the address, 5 to 200 characters' },
  badProduct: { 'zh-CN': '产品型号最多 100 个字', en: 'The product may have up to 100 characters' },
  badCenter: { 'zh-CN': '请重新选择服务网点', en: 'Choose the service center again' },
  badDate: { 'zh-CN': '请选择今天起 60 天内的日期', en: 'Choose a date from today, up to 60 days ahead' },
  badSlot: { 'zh-CN': '请选择可预约的时间段', en: 'Choose an arrival window that is open' },
  badIssue: { 'zh-CN': '请描述故障（1–2000 个字）', en: 'Describe the fault, 1 to 2000 characters' },
  badTicketNo: { 'zh-CN': '请填写工单号，以 TK 开头共 10 位', en: 'Enter the ticket number: TK and 8 characters' },
  controlCharacters: { 'zh-CN': '含有无法识别的字符，请删除后重试', en: 'Contains characters that cannot be used. Remove them' },

  slotsLoading: { 'zh-CN': '正在查询可预约时间…', en: 'Looking up open windows…' },
  slotsFailed: { 'zh-CN': '时间段加载失败', en: 'Could not load the windows' },
  slotsNone: { 'zh-CN': '这一天没有可预约的时间段，请换一天', en: 'No window is open that day. Choose another date' },
  slotsFirst: { 'zh-CN': '请先选择日期', en: 'Choose a date first' },
  morning: { 'zh-CN': '上午', en: 'Morning' },
  afternoon: { 'zh-CN': '下午', en: 'Afternoon' },
  full: { 'zh-CN': '不可约', en: 'Not open' },
  remaining: { 'zh-CN': '余 {n}', en: '{n} left' },
  slotTaken: {
    'zh-CN': '这个时间段刚被约满，请换一个',
    en: 'This window has just been taken. Choose another',
  },
} satisfies Table;
