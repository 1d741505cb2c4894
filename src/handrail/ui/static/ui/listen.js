// <read-aloud data-part="id"> reads a part of the page with a voice of this device, so that no text leaves it.
// Without such a voice in the language of the part, the button stays hidden.
const speech = window.speechSynthesis;
const BLOCKS = "h1, h2, h3, p, li";

class ReadAloud extends HTMLElement {
  connectedCallback() {
    this.source = document.getElementById(this.dataset.part);
    this.button = this.querySelector("button");
    if (!speech || !this.source) return;
    this.button.addEventListener("click", () => (this.queue ? this.stop() : this.read()));
    window.addEventListener("pagehide", () => speech.cancel());
    speech.addEventListener?.("voiceschanged", () => this.show());
    this.show();
  }

  show() {
    this.hidden = !this.voice();
  }

  voice() {
    const language = this.source.closest("[lang]").lang.split("-")[0];
    return speech.getVoices().find((one) => one.localService && one.lang.split(/[-_]/)[0] === language);
  }

  read() {
    const voice = this.voice();
    const blocks = [...this.source.querySelectorAll(BLOCKS)].filter((one) => !one.querySelector(BLOCKS));
    // One piece for each paragraph: some browsers stop in the middle of a long one.
    this.queue = blocks.map((block) => {
      const piece = new SpeechSynthesisUtterance(block.textContent.trim());
      Object.assign(piece, { voice, lang: voice.lang, rate: 0.9 });
      return piece;
    });
    this.queue.at(-1).addEventListener("end", () => this.stop());
    speech.cancel();
    for (const piece of this.queue) speech.speak(piece);
    this.turn(true);
  }

  stop() {
    if (!this.queue) return;
    this.queue = null;
    speech.cancel();
    this.turn(false);
  }

  turn(isReading) {
    const words = this.button.querySelector("span");
    [words.textContent, words.dataset.other] = [words.dataset.other, words.textContent];
    this.button.setAttribute("aria-pressed", String(isReading));
  }
}

customElements.define("read-aloud", ReadAloud);
