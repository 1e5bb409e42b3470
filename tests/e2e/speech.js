// A device with voices, in place of the browser's own: it writes down what is said, and says that it has
// spoken only when the test wants it to. The page asks for its voices as it asks a real one.
(() => {
  const speech = {
    said: [], // what was spoken: text, language and name of the voice, speed
    asked: 0, // how often voices were asked for
    cancelled: 0,
    voices: [/*voices*/],
  };
  window.__speech = speech;
  let now = null;
  let queue = [];
  const tell = (utterance, type, error) => utterance["on" + type]?.({ type, error, target: utterance });
  const next = () => {
    now = queue.shift() ?? null;
    if (now) tell(now, "start");
  };
  class Utterance {
    constructor(text) {
      Object.assign(this, { text, rate: 1, voice: null, lang: "" });
    }
  }
  const synth = {
    paused: false,
    get speaking() { return now !== null; },
    get pending() { return queue.length > 0; },
    getVoices() {
      speech.asked += 1;
      return speech.voices.slice();
    },
    speak(utterance) {
      const { text, rate, voice } = utterance;
      speech.said.push({ text, rate, lang: voice?.lang, name: voice?.name, local: voice?.localService });
      queue.push(utterance);
      if (!now) next();
    },
    cancel() {
      speech.cancelled += 1;
      const gone = now ? [now, ...queue] : queue;
      now = null;
      queue = [];
      // As real ones do, it tells of it when nobody is interested any more.
      gone.forEach((utterance) => setTimeout(() => tell(utterance, "error", "interrupted"), 30));
    },
    pause() {},
    resume() {},
  };
  speech.end = () => {
    const done = now;
    next();
    if (done) tell(done, "end");
  };
  speech.fail = (error) => {
    const done = now;
    next();
    if (done) tell(done, "error", error);
  };
  // Falls silent without a word.
  speech.lose = () => (now = null);
  speech.bring = (voices) => {
    speech.voices = voices;
    synth.onvoiceschanged?.({ type: "voiceschanged", target: synth });
  };
  const put = (name, value) => Object.defineProperty(window, name, { configurable: true, value });
  put("speechSynthesis", synth);
  put("SpeechSynthesisUtterance", Utterance);
})();
