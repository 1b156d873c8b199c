package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
  private final ObjectNode answer = new ObjectMapper().createObjectNode();

  @Test
  void questionsThatWereRefusedAreTold() {
    assertThat(printed()).doesNotContain("refused");
    answer.putObject("counters").put("dropped.dns.rate", 3).put("dropped.dns.budget", 4);
    assertThat(printed()).contains("questions refused").contains("7, since too many");
  }

  private String printed() {
    StringWriter written = new StringWriter();
    PrintWriter out = new PrintWriter(written);
    new StatusCommand().print(answer, out);
    out.flush();
    return written.toString();
  }
}
