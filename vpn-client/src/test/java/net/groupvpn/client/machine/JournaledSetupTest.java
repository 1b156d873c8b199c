package net.groupvpn.client.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.client.journal.Journal;
import net.groupvpn.client.machine.JournaledSetup.Recovery;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.SystemChange.DefaultOfTable;
import net.groupvpn.client.os.SystemChange.Family;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.client.os.SystemChange.Rule;
import net.groupvpn.client.os.SystemChange.Sysctl;
import net.groupvpn.client.resolver.ResolverChange;
import net.groupvpn.client.resolver.ResolverKind;
import net.groupvpn.client.resolver.ResolverPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine that is a map; a kill is an exception that nobody catches. */
class JournaledSetupTest {
  private static final NftTable KILL_SWITCH = new NftTable("groupvpn_office", "chain", true);
  private static final Change SETTING = new Sysctl("net.ipv4.conf.all.src_valid_mark", "1");

  @TempDir private Path folder;
  private final FakeMachine machine = new FakeMachine();

  private static List<Change> changes() throws IOException {
    AddressPrefix own = new AddressPrefix(InetAddress.getByName("10.128.3.4"), 16);
    AddressPrefix own6 = new AddressPrefix(InetAddress.getByName("fd00::3"), 64);
    return List.of(
        new DeviceChange.Alias("gvpn0", "GroupVPN, UDP port 7400"),
        new DeviceChange.Up("gvpn0", 1_420),
        new DeviceChange.Address("gvpn0", own),
        new DeviceChange.Address("gvpn0", own6),
        new DeviceChange.RouteOfAddress("gvpn0", own),
        KILL_SWITCH,
        SETTING,
        new Rule(Family.IPV4, 5_470, new Rule.Mark(0x5c000000, 0xff000000, false), 254, false),
        new Rule(Family.IPV6, 5_471, null, 254, true),
        new DefaultOfTable(
            Family.IPV4,
            5_470,
            "gvpn0",
            new DefaultOfTable.Way(InetAddress.getByName("10.128.0.1"), own.address())),
        new DefaultOfTable(Family.IPV6, 5_470, "gvpn0", null),
        new RouteOfMain(
            new AddressPrefix(InetAddress.getByName("128.0.0.0"), 1),
            "gvpn0",
            InetAddress.getByName("10.128.0.1"),
            own.address()),
        new RouteOfMain(
            new AddressPrefix(InetAddress.getByName("2001:db8::7"), 128), "ppp0", null, null),
        new NftTable("groupvpn_office_gateway", "chain", false),
        new ResolverChange(
            ResolverKind.FILE,
            new ResolverPlan(
                "gvpn0", "10.128.0.1", "office.gvpn", List.of("128.10.in-addr.arpa"))));
  }

  @Test
  void everyKindOfChangeIsReadAsItWasWritten() throws IOException {
    for (Change change : changes()) {
      Change read = ChangeText.of(change).toChange();
      if (change instanceof NftTable table) {
        assertThat(read).isEqualTo(new NftTable(table.name(), "", table.isKillSwitch()));
      } else {
        assertThat(read).isEqualTo(change);
      }
    }
  }

  @Test
  void whateverIsKilledBetweenTwoStepsTheNextOneLeavesTheMachineAsItWas() throws IOException {
    machine.state.put(ChangeText.of(SETTING).toString(), "0");
    Map<String, String> before = Map.copyOf(machine.state);
    for (int steps = 0; steps <= changes().size(); steps++) {
      for (boolean isDone : new boolean[] {false, true}) {
        dieAfter(steps, isDone);
        Recovery recovery = setup("boot").undoAll(false);
        assertThat(machine.state).as(steps + " steps").isEqualTo(before);
        assertThat(recovery.problems()).isEmpty();
        assertThat(folder.resolve(Journal.FILE))
            .satisfiesAnyOf(
                file -> assertThat(file).doesNotExist(), file -> assertThat(file).isEmptyFile());
      }
    }
  }

  /** So many whole changes, and one that is written down, and perhaps done, but not more. */
  private void dieAfter(int steps, boolean isDone) throws IOException {
    JournaledSetup setup = setup("boot");
    machine.undone.clear();
    for (Change change : changes().subList(0, steps)) {
      setup.apply(change);
    }
    if (steps < changes().size()) {
      machine.dies = isDone ? Death.AFTER : Death.BEFORE;
      Change last = changes().get(steps);
      assertThatCode(() -> setup.apply(last)).isInstanceOf(Killed.class);
      machine.dies = Death.NEVER;
    }
  }

  @Test
  void whoeverTakesBackAndIsKilledIsFollowedByOneThatGoesOn() throws IOException {
    for (int kill = 1; kill <= changes().size(); kill++) {
      machine.state.clear();
      dieAfter(changes().size(), true);
      machine.diesAtUndo = kill;
      JournaledSetup second = setup("boot");
      assertThatCode(() -> second.undoAll(false)).isInstanceOf(Killed.class);
      setup("boot").undoAll(false);
      assertThat(machine.state).isEmpty();
      assertThat(machine.undone).as("each step once").doesNotHaveDuplicates();
    }
  }

  @Test
  void itIsTakenBackInReverse() throws IOException {
    dieAfter(changes().size(), true);
    setup("boot").undoAll(false);
    List<String> wanted = new ArrayList<>();
    for (Change change : changes()) {
      wanted.add(0, ChangeText.of(change).toString());
    }
    assertThat(machine.undone).containsExactlyElementsOf(wanted);
  }

  @Test
  void whatSomebodyElseHasSetSinceStays() throws IOException {
    setup("boot").apply(SETTING);
    machine.state.put(ChangeText.of(SETTING).toString(), "2");
    setup("boot").undoAll(false);
    assertThat(machine.state).containsValue("2");
  }

  @Test
  void aKillSwitchStaysUntilItIsOpened() throws IOException {
    dieAfter(changes().size(), true);
    setup("boot").recover();
    assertThat(machine.state).containsOnlyKeys(ChangeText.of(KILL_SWITCH).toString());
    setup("boot").undoAll(true);
    assertThat(machine.state).hasSize(1);
    setup("boot").undoAll(false);
    assertThat(machine.state).isEmpty();
  }

  /** It is closed before what is left is taken back, on a machine that has started again. */
  @Test
  void aKillSwitchThatIsClosedAnewIsNotTakenForTheOneBeforeTheRestart() throws IOException {
    setup("boot").apply(KILL_SWITCH);
    machine.state.clear();
    JournaledSetup second = setup("another boot");
    second.apply(KILL_SWITCH);
    second.recover();
    setup("another boot").undoAll(false);
    assertThat(machine.state).isEmpty();
  }

  @Test
  void aStartThatReplacesAKillSwitchCanOpenItLater() throws IOException {
    setup("boot").apply(KILL_SWITCH);
    JournaledSetup second = setup("boot");
    second.recover();
    NftTable another = new NftTable(KILL_SWITCH.name(), "another chain", true);
    second.apply(another);
    second.revert(another);
    assertThat(machine.state).isEmpty();
  }

  @Test
  void afterARestartOfTheMachineOnlyFilesAreLeft() throws IOException {
    dieAfter(changes().size(), true);
    setup("another boot").undoAll(false);
    assertThat(machine.undone).singleElement().asString().startsWith("resolver");
  }

  @Test
  void whatWentWithTheDeviceIsForgotten() throws IOException {
    Change alias = changes().get(0);
    JournaledSetup setup = setup("boot");
    setup.apply(alias);
    setup.forget(alias);
    assertThat(setup("boot").undoAll(false).done()).isEmpty();
  }

  @Test
  void aJournalThatCannotBeWrittenKeepsNobodyFromGoingOn() throws IOException {
    JournaledSetup setup = new JournaledSetup(machine, folder.resolve("nowhere"), "boot");
    setup.apply(SETTING);
    assertThat(machine.state).hasSize(1);
    setup.revert(SETTING);
    assertThat(machine.state).isEmpty();
  }

  @Test
  void aDamagedJournalIsToldOfAndTheRestIsTakenBack() throws IOException {
    dieAfter(changes().size(), true);
    Path file = folder.resolve(Journal.FILE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));
    Recovery recovery = setup("boot").undoAll(false);
    assertThat(recovery.problems()).anyMatch(text -> text.contains("damaged"));
    assertThat(machine.state).as("the first and the cut last one").hasSize(2);
  }

  @Test
  void whatCannotBeTakenBackIsTriedAgainNextTime() throws IOException {
    setup("boot").apply(SETTING);
    machine.fails = true;
    assertThat(setup("boot").undoAll(false).problems()).hasSize(1);
    machine.fails = false;
    assertThat(setup("boot").undoAll(false).done()).hasSize(1);
    assertThat(machine.state).isEmpty();
  }

  private JournaledSetup setup(String boot) {
    return new JournaledSetup(machine, folder, boot);
  }

  private enum Death {
    NEVER,
    BEFORE,
    AFTER
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class FakeMachine implements JournaledSetup.Steps {
    private static final String SET = "set";
    private static final String ABSENT = "absent";

    private final Map<String, String> state = new TreeMap<>();
    private final List<String> undone = new ArrayList<>();
    private Death dies = Death.NEVER;
    private int diesAtUndo;
    private boolean fails;

    @Override
    public String before(Change change) {
      return state.getOrDefault(ChangeText.of(change).toString(), ABSENT);
    }

    @Override
    public void apply(Change change) {
      if (dies == Death.BEFORE) {
        throw new Killed();
      }
      state.put(ChangeText.of(change).toString(), SET);
      if (dies == Death.AFTER) {
        throw new Killed();
      }
    }

    @Override
    public boolean undo(Change change, String before) throws IOException {
      if (fails) {
        throw new IOException("no");
      }
      String name = ChangeText.of(change).toString();
      if (!SET.equals(state.get(name))) {
        return false;
      }
      undone.add(name);
      if (before.equals(ABSENT)) {
        state.remove(name);
      } else {
        state.put(name, before);
      }
      if (--diesAtUndo == 0) {
        throw new Killed();
      }
      return true;
    }

    @Override
    public void revert(Change change) throws IOException {
      undo(change, ABSENT);
    }

    @Override
    public void recover() {}
  }
}
