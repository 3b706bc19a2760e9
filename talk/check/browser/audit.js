// What axe-core says of the page, element by element. It goes through all that is in the document, hidden or not, and
// takes what reveal.js puts behind a slide for something that lies over it: of a deck only the slide that is shown
// is there meanwhile, on a ground of its own; of a handout not the articles in which there is nothing new.
async ([tags, known]) => {
  const backs = [];
  const takeAway = (element) => {
    const place = document.createComment("");
    element.replaceWith(place);
    backs.push(() => place.replaceWith(element));
  };
  const layGround = (slide) => {
    const ground = document.querySelector(".backgrounds .slide-background.present:not(.stack) > .slide-background-content");
    if (!ground || ground.style.backgroundImage || ground.childElementCount) return;
    const before = slide.style.backgroundColor;
    slide.style.backgroundColor = ground.style.backgroundColor;
    backs.push(() => (slide.style.backgroundColor = before));
    takeAway(document.querySelector(".backgrounds"));
  };
  const boxOf = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height];
  };
  const told = ({ id, help, impact }, node) => {
    const element = document.querySelector(node.target[0]);
    const [check] = [...node.any, ...node.all, ...node.none];
    return {
      id,
      help,
      impact,
      html: node.html.slice(0, 120),
      why: check?.message ?? "",
      colours: id === "color-contrast" ? check.data : null,
      text: element?.textContent.trim().slice(0, 200) ?? "",
      slide: element?.closest("section[id], article[id]")?.id ?? "",
      figure: element?.closest("figure.demo")?.id ?? "",
      box: element ? boxOf(element) : null,
    };
  };
  const slide = document.querySelector(".reveal .slides section.present:not(.stack)");
  if (slide) layGround(slide);
  document.querySelectorAll(".reveal .slides section:not(.present)").forEach(takeAway);
  known.forEach((id) => takeAway(document.getElementById(id)));
  try {
    const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false };
    const { violations } = await axe.run(document, options);
    return violations.flatMap((violation) => violation.nodes.map((node) => told(violation, node)));
  } finally {
    backs.reverse().forEach((back) => back());
  }
}
