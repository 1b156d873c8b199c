package net.groupvpn.overlay.survey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.survey.NodeCheck.State;
import org.junit.jupiter.api.Test;

final class ViewCheckTest {
  private static final int SIBLINGS = 3;
  private final List<NodeId> nodes = new ArrayList<>();
  private final List<SiblingView> views = new ArrayList<>();

  ViewCheckTest() {
    for (int i = 0; i < 10; i++) {
      nodes.add(NodeId.hash(new byte[] {(byte) i}));
    }
    nodes.forEach(node -> views.add(new SiblingView(node, true, closestTo(node))));
  }

  @Test
  void viewsThatBruteForceConfirmsAreRight() {
    assertThat(check()).hasSize(10).allMatch(node -> node.state() == State.RIGHT);
  }

  @Test
  void aViewThatLacksASiblingIsWrong() {
    NodeId node = nodes.get(4);
    List<NodeId> siblings = closestTo(node);
    views.set(4, new SiblingView(node, true, siblings.subList(1, SIBLINGS)));
    assertThat(of(node).state()).isEqualTo(State.WRONG);
    assertThat(of(node).lacks()).containsExactly(siblings.get(0));
    assertThat(check()).filteredOn(NodeCheck::isSuspect).hasSize(1);
  }

  @Test
  void aViewThatNamesSomebodyWhoDoesNotAnswerIsWrong() {
    NodeId gone = closestTo(nodes.get(0)).get(0);
    views.removeIf(view -> view.node().equals(gone));
    assertThat(of(gone).state()).isEqualTo(State.SILENT);
    assertThat(of(nodes.get(0)).state()).isEqualTo(State.WRONG);
    assertThat(of(nodes.get(0)).ghosts()).containsExactly(gone);
  }

  @Test
  void aNodeThatIsJoiningMayBeASiblingOrNot() {
    NodeId joining = nodes.get(2);
    views.set(2, new SiblingView(joining, false, List.of()));
    NodeId other = nodes.get(3);
    List<NodeId> withoutIt = nodes.stream().filter(node -> !node.equals(joining)).toList();
    views.set(3, new SiblingView(other, true, SiblingList.closest(other, withoutIt, SIBLINGS)));
    assertThat(of(joining).state()).isEqualTo(State.JOINING);
    assertThat(check()).noneMatch(NodeCheck::isSuspect);
  }

  private List<NodeId> closestTo(NodeId node) {
    return SiblingList.closest(node, nodes, SIBLINGS);
  }

  private List<NodeCheck> check() {
    return new ViewCheck(SIBLINGS).check(views);
  }

  private NodeCheck of(NodeId node) {
    return check().stream().filter(line -> line.node().equals(node)).findFirst().orElseThrow();
  }
}
