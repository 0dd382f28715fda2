// Gives each block of code a button that copies it. The words stand on the block: data-copy, data-copied.
"use strict";

for (const block of document.querySelectorAll(".code[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet low copy";
  button.textContent = block.dataset.copy;
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent);
    button.textContent = block.dataset.copied;
    said.textContent = block.dataset.copied;
    setTimeout(() => {
      button.textContent = block.dataset.copy;
      said.textContent = "";
    }, 2000);
  });
  block.append(button, said);
}
