package tau2

import (
	"errors"
	"testing"
)

const folder = "../../../shared/data/tau2-retail"

// TestGoldActions: the expected states of the public tasks have the numbers that are
// known of them: which actions its own semantics refuse, and where the quirk shows.
func TestGoldActions(t *testing.T) {
	st, tasks, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(st.Products) != 50 || len(st.Users) != 500 || len(st.Orders) != 1000 || len(tasks) != 74 {
		t.Fatalf("%d products, %d users, %d orders, %d tasks", len(st.Products), len(st.Users), len(st.Orders), len(tasks))
	}
	refused, writes := map[string]string{}, 0
	for _, task := range tasks {
		s := st.clone()
		for _, a := range task.Criteria.Actions {
			if !a.Writes() {
				continue
			}
			writes++
			if err := s.apply(a, false); err != nil {
				refused[task.ID] = err.Error()
			}
		}
	}
	if writes != 120 {
		t.Errorf("%d writing actions, want 120", writes)
	}
	t.Log(refused)
	if errors.Is(notPending, notDelivered) {
		t.Error("two reasons are one")
	}
}
