package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import net.groupvpn.overlay.wire.PlainText;
import org.junit.jupiter.api.Test;

class PlainOutputTest {
  private static final String HOSTILE = "boss\n\u001b[2J\u202e\u009b";
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written);

  private void assertPlain(int lines) {
    out.flush();
    assertThat(written.toString().lines()).hasSize(lines).allMatch(PlainText::isPlain);
  }

  @Test
  void aTableEscapesWhateverItIsGiven() {
    new Table().row("NAME", "PATH").row(HOSTILE, HOSTILE).print(out);
    assertPlain(2);
  }

  @Test
  void hostileTextsDoNotReachTheTerminalByAnyField() {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer.put("nodes", HOSTILE).put("history_problem", HOSTILE).put("wrong", 1);
    answer.putArray("wrong_nodes").addObject().put("name", HOSTILE).put("node", HOSTILE);
    new CrawlCommand().print(PlainAnswer.of(answer), out);
    assertPlain(7);
  }

  @Test
  void versionsOfMembersAreFieldNamesAndEscapedToo() {
    ObjectNode answer = new ObjectMapper().createObjectNode();
    answer.putObject("versions").put(HOSTILE, 3);
    new QueryCommand().print(PlainAnswer.of(answer), out);
    assertPlain(4);
  }

  @Test
  void everythingElseOfAnAnswerStays() throws Exception {
    JsonNode answer =
        new ObjectMapper().readTree("{\"a\":[1,2.5,null,true,{\"b\":\"text\"}],\"c\":{}}");
    assertThat(PlainAnswer.of(answer)).isEqualTo(answer);
  }
}
