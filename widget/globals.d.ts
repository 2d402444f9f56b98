/** What loader.js puts on a host page. */
interface Window {
  CouplesRehabGuide: {
    open(): void;
    close(): void;
    /** Listens; returns how to stop. "unread" brings the number of new messages. */
    on(name: 'opened' | 'closed' | 'unread', fn: (detail?: number) => void): () => void;
  };
}
