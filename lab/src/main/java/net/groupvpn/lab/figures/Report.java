package net.groupvpn.lab.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import net.groupvpn.lab.report.MachineInfo;
import net.groupvpn.lab.report.RecordedPage;

/** All figures of one run, for people and for programs. */
record Report(LocalDate date, MachineInfo machine, List<Figure> figures) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADING = "Joining, idling, and the model";

  void writeMarkdown(Path file) throws IOException {
    RecordedPage.write(file, HEADING, toMarkdown());
  }

  void writeJson(Path file) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), toJson());
  }

  String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Written by `lab/figures`, which measures them again; do not edit this section.\n\n");
    text.append("Measured on ").append(date).append(": ").append(machine.toText()).append(".\n\n");
    text.append("| what | target | measured | how |\n|---|---|---|---|\n");
    for (Figure figure : figures) {
      text.append(
          "| %s | %s | %s | %s |%n"
              .formatted(figure.what(), figure.targetText(), figure.measuredText(), figure.note()));
    }
    return text.toString();
  }

  private ObjectNode toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("date", date.toString());
    root.set("machine", JSON.valueToTree(machine));
    var list = root.putArray("figures");
    for (Figure figure : figures) {
      ObjectNode entry = list.addObject();
      entry.put("key", figure.key()).put("what", figure.what());
      entry.put("measured", figure.measured()).put("unit", figure.unit());
      entry.put("limit", figure.limit()).put("at_most", figure.atMost());
      entry.put("met", figure.isMet()).put("note", figure.note());
    }
    return root;
  }
}
