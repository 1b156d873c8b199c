package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several machines use one group file at the same moment. */
final class TokenRaceTest {
  private static final int MACHINES = 8;
  private static final int ROUNDS = 5;
  @TempDir static Path data;

  @Test
  void oneTokenGivesExactlyOneCertificateHoweverManyTry()
      throws IOException, InterruptedException, ExecutionException {
    try (var portal = new RunningPortal(data)) {
      var owner = portal.setUpOwner();
      var group = RunningPortal.createGroup(owner, "Office");
      for (var round = 0; round < ROUNDS; round++) {
        var token = TestMachine.token(RunningPortal.download(owner, group));
        var answers = race(portal, token);
        assertThat(Collections.frequency(answers, "ok")).isEqualTo(1);
        assertThat(Collections.frequency(answers, "token_used")).isEqualTo(MACHINES - 1);
      }
    }
  }

  private static List<String> race(RunningPortal portal, TestMachine.Ticket token)
      throws InterruptedException, ExecutionException {
    var line = new CyclicBarrier(MACHINES);
    var threads = Executors.newFixedThreadPool(MACHINES);
    List<Future<String>> running = new ArrayList<>();
    for (var i = 0; i < MACHINES; i++) {
      var machine = new TestMachine(portal);
      running.add(
          threads.submit(
              () -> {
                line.await();
                return machine.enrol(token);
              }));
    }
    List<String> answers = new ArrayList<>();
    for (var one : running) {
      answers.add(one.get());
    }
    threads.shutdown();
    return answers;
  }
}
